# One image for every process; docker-compose.yml says which runs what.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY package.json package-lock.json .npmrc manage.py ./
COPY tuningconsole tuningconsole
COPY static static
RUN python -m tuningconsole.embedded.frontend && rm -rf node_modules
COPY templates templates
# The values are for this command only: it reads no database.
RUN SECRET_KEY=none DATABASE_URL=postgresql://none/none REDIS_URL=redis://none \
    python manage.py collectstatic --noinput --verbosity 0 --ignore bootstrap-icons
RUN useradd --create-home console && mkdir /var/lib/console && chown console /var/lib/console
USER console
ENV TUNINGCONSOLE_VAR=/var/lib/console
VOLUME /var/lib/console
