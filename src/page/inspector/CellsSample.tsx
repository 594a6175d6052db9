/** A few cells of different colours, for the shelf. */
export function CellsSample() {
  return (
    <svg
      className="shelf-picture"
      viewBox="0 0 80 48"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect width="80" height="48" fill="#1b1b1f" />
      <ellipse cx="20" cy="16" rx="12" ry="10" fill="#e69f00" />
      <ellipse cx="41" cy="20" rx="10" ry="12" fill="#56b4e9" />
      <ellipse cx="62" cy="14" rx="11" ry="9" fill="#009e73" />
      <ellipse cx="26" cy="36" rx="11" ry="8" fill="#cc79a7" />
      <ellipse cx="54" cy="37" rx="13" ry="9" fill="#f0e442" />
    </svg>
  );
}
