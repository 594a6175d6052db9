# Eosin's command line in a container; docs/cluster/README.md says how it is run.
FROM node:20-slim AS build
WORKDIR /opt/eosin
COPY package.json package-lock.json ./
RUN npm ci
COPY src/cli src/cli
COPY src/engine src/engine
COPY tsconfig.json ./
# The first call bundles the command, which takes Vite; the bundle lies in node_modules/.cache.
RUN node src/cli/launch.mjs --help

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /opt/eosin
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /opt/eosin/node_modules/.cache/eosin node_modules/.cache/eosin
COPY src/cli src/cli
COPY src/engine src/engine
COPY public/models public/models
USER node
WORKDIR /data
ENTRYPOINT ["node", "/opt/eosin/src/cli/launch.mjs"]
