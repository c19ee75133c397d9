# Node 24 is the current LTS; the service itself asks for 20.19 or newer (package.json, engines).
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Install scripts are not run: none of the packages needs one, and the sources that "prepare" would build are not here yet.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The Prisma client names the compilers as optional companions: without --omit=optional they come along, 250 MB.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:24-slim
# HOST: in a container everybody comes from outside. What may be reached is decided by the published port (compose.yaml).
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY prisma/migrations ./prisma/migrations
COPY locales ./locales
COPY questionnaires ./questionnaires
COPY templates ./templates
COPY demo ./demo
# The try mode's page is plain browser files, read where they stand in the sources.
COPY src/platforms/playground/page ./src/platforms/playground/page
RUN printf '#!/bin/sh\nexec node /app/dist/cli/main.js "$@"\n' > /usr/local/bin/tusoi \
  && chmod 755 /usr/local/bin/tusoi \
  && mkdir /data && chown node:node /data && chmod 700 /data
# uid 1000 of the node image. Nothing below /app can be written by it; with PostgreSQL and a key file /data stays empty.
USER node
VOLUME /data
EXPOSE 3000
# Alive, not ready: restarting the service does not bring a database back. For a load balancer there is /readyz.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "dist/main.js"]
