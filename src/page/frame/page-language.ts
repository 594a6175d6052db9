/**
 * uPlot asks `Intl` for numbers in the page's language as it loads. WebKit on Linux names that "C" where the system has
 * none, as in most containers, and `Intl` refuses the name: then it is English. To be imported before uPlot.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}
