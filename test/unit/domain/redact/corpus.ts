import fc from 'fast-check';

/** Generated secrets, different in each run and composed here, so that nothing in the repository looks like a real one. */
export interface Values {
  /** Letters and digits. */
  readonly word: string;
  readonly other: string;
  readonly lower: string;
  readonly upper: string;
  readonly hex: string;
  readonly digits: string;
  readonly base64: string;
  /** With characters that are used in passwords. */
  readonly password: string;
  /** The name of a variable that holds a secret. */
  readonly name: string;
  readonly uuid: string;
}

export interface Kind {
  readonly what: string;
  /** The text, with its secret parts in double guillemets. */
  readonly text: (values: Values) => string;
}

const chars = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength: length, maxLength: length });
const lowers = 'abcdefghijklmnopqrstuvwxyz';
const numbers = '0123456789';
const letters = lowers + lowers.toUpperCase() + numbers;

const secretNames = [
  ...[
    'NPM_TOKEN',
    'GITHUB_TOKEN',
    'DB_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'API_KEY',
    'authToken',
  ],
  ...[
    'clientSecret',
    'SSH_PASSPHRASE',
    'REGISTRY_AUTH',
    'SIGNING_KEY',
    'PGPASSWORD',
    'GH_PAT',
    'DB_PWD',
    'AWS_SESSION_TOKEN',
  ],
];

export const values: fc.Arbitrary<Values> = fc.record({
  word: chars(letters, 170).map((text) => `q7${text}`),
  other: chars(letters, 40).map((text) => `x9${text}`),
  lower: chars(lowers, 24).map((text) => `zq${text}`),
  upper: chars(`ABCDEFGHIJKLMNOPQRSTUVWXYZ234567`, 40),
  hex: chars('0123456789abcdef', 160),
  digits: chars('123456789', 40),
  base64: chars(`${letters}+/`, 192),
  password: chars(`${letters}!#%^*_+-=?.~`, 18).map((text) => `pW1${text}z9`),
  name: fc.constantFrom(...secretNames),
  uuid: chars('0123456789abcdef', 32).map((hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')),
});

/** Marks the secret parts of a text. */
export const s = (secret: string) => `«${secret}»`;
const pem = (kind: string, { base64 }: Values) =>
  [`-----BEGIN ${kind}-----`, ...[0, 64, 128].map((at) => s(base64.slice(at, at + 64))), `-----END ${kind}-----`].join(
    '\n',
  );

const kind = (what: string, text: Kind['text']): Kind => ({ what, text });

/** Notations of names and values. */
const pairs: readonly Kind[] = [
  kind('NAME=value', ({ name, password }) => `${name}=${s(password)}`),
  kind('NAME=value of lower letters', ({ name, lower }) => `${name}=${s(lower)}`),
  kind('NAME="value"', ({ name, password }) => `${name}="${s(password)}"`),
  kind("NAME='value with blanks'", ({ name, word, other }) => `${name}='${s(word)} ${s(other)}'`),
  kind('export NAME=value', ({ name, password }) => `export ${name}=${s(password)}`),
  kind('name = value', ({ name, lower }) => `${name} = ${s(lower)}`),
  kind('name = "value"', ({ name, password }) => `  ${name} = "${s(password)}"`),
  kind('name: value in the middle of a line', ({ name, password }) => `config loaded, ${name}: ${s(password)}`),
  kind('name: value (YAML)', ({ name, lower }) => `env:\n  ${name}: ${s(lower)}\n  OTHER: x`),
  kind('name: "value" (YAML)', ({ name, password }) => `env:\n  ${name}: "${s(password)}"\n`),
  kind('name: many words (YAML)', ({ name, word, other }) => `  ${name}: ${s(word)} ${s(other)}`),
  kind('- name=value (Compose list)', ({ name, password }) => `environment:\n  - ${name}=${s(password)}`),
  kind('- name: value of a list', ({ name, password }) => `- ${name}: ${s(password)}`),
  kind('{name: value} (YAML flow)', ({ name, lower }) => `auth: {user: me, ${name}: ${s(lower)}, region: eu}`),
  kind('"name":"value" (JSON)', ({ name, password }) => `{"a":1,"${name}":"${s(password)}","b":2}`),
  kind('"name": "value" (JSON)', ({ name, lower }) => `{ "${name}" : "${s(lower)}" }`),
  kind('escaped JSON', ({ name, lower }) => `msg="{\\"${name}\\":\\"${s(lower)}\\",\\"b\\":1}"`),
  kind('JSON escaped twice', ({ name, lower }) => `"{\\\\\\"${name}\\\\\\":\\\\\\"${s(lower)}\\\\\\"}"`),
  kind('JSON with quotes within', ({ name, word, other }) => `{"${name}":"${s(word)}\\"${s(other)}"}`),
  kind('JSON number', ({ name, digits }) => `{"${name}":${s(digits)},"b":2}`),
  kind('JSON list', ({ word, other }) => `{"tokens":["${s(word)}", "${s(other)}"],"b":2}`),
  kind("Python's dictionary", ({ name, lower }) => `{'user': 'me', '${name}': '${s(lower)}'}`),
  kind("Python's environ", ({ name, lower }) => `os.environ["${name}"] = "${s(lower)}"`),
  kind("Ruby's hash", ({ name, lower }) => `{"${name}"=>"${s(lower)}", :b=>1}`),
  kind("PHP's array", ({ name, lower }) => `['${name}' => '${s(lower)}']`),
  kind("Go's map", ({ lower }) => `map[host:db password:${s(lower)} user:me]`),
  kind("Go's map at its end", ({ lower }) => `map[user:me token:${s(lower)}]`),
  kind("Go's struct", ({ lower }) => `{Host:db Password:${s(lower)} Port:1}`),
  kind("Go's := ", ({ lower }) => `password := "${s(lower)}"`),
  kind("Java's properties", ({ password }) => `spring.datasource.password=${s(password)}`),
  kind("Maven's settings", ({ lower }) => `<server><id>x</id><password>${s(lower)}</password></server>`),
  kind('XML attribute', ({ lower }) => `<db user="me" password="${s(lower)}"/>`),
  kind('a call', ({ lower }) => `client.setPassword("${s(lower)}")`),
  kind('name and value of a pod', ({ name, lower }) => `{"name":"${name}","value":"${s(lower)}"}`),
  kind('Name and Value, escaped', ({ name, lower }) => `{\\"Name\\": \\"${name}\\", \\"Value\\": \\"${s(lower)}\\"}`),
  kind(
    'name and value, YAML',
    ({ name, lower }) => `env:\n- name: ${name}\n  value: ${s(lower)}\n- name: A\n  value: b`,
  ),
  kind(
    'name and value, JSON over lines',
    ({ name, lower }) => `[{\n  "name": "${name}",\n  "value": "${s(lower)}"\n}]`,
  ),
  kind('docker inspect', ({ name, word, other }) => `"Env": ["PATH=/bin", "${name}=${s(word)} ${s(other)}", "A=b"]`),
  kind('YAML block', ({ name, word, other }) => `${name}: |\n  ${s(word)}\n  ${s(other)}\nb: c`),
  kind(
    'folded YAML block',
    ({ name, word, lower }) => `  ${name}: >-\n    ${s(word)}\n\n    ${s(lower)} ${s(word)}\n  b: c`,
  ),
  kind('heredoc', ({ name, word, other }) => `${name} = <<EOT\n${s(word)}\n${s(other)}\nEOT\nb = c`),
  kind('TOML block', ({ word, other }) => `password = """\n${s(word)}\n${s(other)}\n"""\nb = 1`),
  kind(
    'Kubernetes Secret',
    ({ base64, lower }) => `kind: Secret\ndata:\n  user: ${s(base64)}\n  b.yaml: ${s(lower)}\ntype: Opaque`,
  ),
  kind('Windows set', ({ name, lower }) => `set ${name}=${s(lower)}`),
  kind('setx', ({ name, lower }) => `setx ${name} ${s(lower)}`),
  kind('PowerShell', ({ name, lower }) => `$env:${name} = '${s(lower)}'`),
  kind('SQL', ({ lower }) => `CREATE USER me IDENTIFIED BY '${s(lower)}';`),
  kind('SQL, PostgreSQL', ({ lower }) => `ALTER ROLE me WITH PASSWORD '${s(lower)}'`),
  kind('connection string', ({ lower }) => `Server=db;User Id=me;Password=${s(lower)};Pooling=true`),
  kind('netrc', ({ lower }) => `machine ghcr.io login me password ${s(lower)}`),
  kind('npmrc', ({ word }) => `//registry.npmjs.org/:_authToken=${s(word)}`),
  kind('npmrc, old', ({ base64 }) => `_auth = ${s(base64)}`),
  kind('pip.conf', ({ lower }) => `index-url = https://me:${s(lower)}@pypi.example.com/simple`),
  kind('AWS credentials file', ({ base64 }) => `[default]\naws_secret_access_key = ${s(base64.slice(0, 40))}`),
  kind('logfmt', ({ lower }) => `level=info msg=login user=me password=${s(lower)} ok=true`),
  kind('prompt', ({ lower }) => `Password: ${s(lower)}`),
  kind('generated password at the end', ({ lower }) => `GENERATED ROOT PASSWORD: ${s(lower)}`),
];

const dockerfiles: readonly Kind[] = [
  kind('ENV NAME value', ({ name, word, other }) => `[3/7] ENV ${name} ${s(word)} ${s(other)}`),
  kind('ENV NAME=value', ({ name, lower }) => `ENV ${name}=${s(lower)} B=c`),
  kind('ARG NAME=value', ({ name, lower }) => `ARG ${name}=${s(lower)}`),
  kind('--build-arg', ({ name, lower }) => `docker build --build-arg ${name}=${s(lower)} .`),
  kind('--build-arg=', ({ name, lower }) => `docker build --build-arg=${name}=${s(lower)} .`),
  kind('--build-arg, quoted', ({ name, word, other }) => `docker build --build-arg "${name}=${s(word)} ${s(other)}" .`),
  kind('bake --set', ({ name, lower }) => `docker buildx bake --set app.args.${name}=${s(lower)}`),
  kind('--opt build-arg:', ({ name, lower }) => `buildctl build --opt build-arg:${name}=${s(lower)}`),
  kind('BuildKit’s step', ({ name, lower }) => `RUN |1 ${name}=${s(lower)} /bin/sh -c npm ci # buildkit`),
  kind('docker run -e', ({ name, lower }) => `docker run -e ${name}=${s(lower)} app`),
  kind('--env', ({ name, lower }) => `docker run --env ${name}=${s(lower)} app`),
  kind(
    'cache to S3',
    ({ base64 }) => `--cache-to type=s3,region=eu,bucket=b,secret_access_key=${s(base64.slice(0, 40))}`,
  ),
  kind('cache to S3, session', ({ base64 }) => `--cache-to type=s3,session_token=${s(base64)},region=eu`),
  kind(
    'cache to Azure',
    ({ base64 }) => `--cache-to type=azblob,name=n,account_url=https://a.b,secret_access_key=${s(base64)}`,
  ),
  kind('cache to Azure, account key', ({ base64 }) => `--cache-from type=azblob,account_key=${s(base64)}`),
  kind('cache to GitHub', ({ word }) => `--cache-to type=gha,url=https://x,token=${s(word)}`),
  kind('config.json', ({ base64 }) => `{"auths":{"ghcr.io":{"auth":"${s(base64)}"}}}`),
  kind(
    'config.json, over lines',
    ({ base64 }) => `{\n\t"auths": {\n\t\t"ghcr.io": {\n\t\t\t"auth": "${s(base64)}"\n\t\t}\n\t}\n}`,
  ),
  kind('identity token', ({ word }) => `{"identitytoken":"${s(word)}"}`),
  kind('DOCKER_AUTH_CONFIG', ({ base64 }) => `DOCKER_AUTH_CONFIG={"auths":{"r":{"auth":"${s(base64)}"}}}`),
];

const commands: readonly Kind[] = [
  kind('docker login -p', ({ lower }) => `docker login -u me -p ${s(lower)} ghcr.io`),
  kind('docker login, options first', ({ password }) => `+ docker login ghcr.io -p '${s(password)}' -u me`),
  kind('docker login --password', ({ lower }) => `docker login --username me --password ${s(lower)}`),
  kind('docker login --password=', ({ lower }) => `docker login --password=${s(lower)}`),
  kind('docker login, exec form', ({ lower }) => `CMD ["docker", "login", "-u", "me", "-p", "${s(lower)}"]`),
  kind('exec form', ({ lower }) => `["app","--password","${s(lower)}","--port","1"]`),
  kind('Go’s argv', ({ lower }) => `exec: [docker login -u me -p ${s(lower)}]`),
  kind('podman login', ({ lower }) => `podman login quay.io -u me -p=${s(lower)}`),
  kind('echo | docker login', ({ lower }) => `echo ${s(lower)} | docker login -u me --password-stdin`),
  kind('echo "" | docker login', ({ lower }) => `echo "${s(lower)}" | docker login -u AWS --password-stdin r`),
  kind('printf | docker login', ({ lower }) => `printf '%s' "${s(lower)}" | docker login --password-stdin`),
  kind('skopeo --creds', ({ lower }) => `skopeo copy --src-creds me:${s(lower)} a b`),
  kind('curl -u', ({ lower }) => `curl -fsSL -u me:${s(lower)} https://x/y`),
  kind('curl --user', ({ lower }) => `curl --user "me:${s(lower)}" https://x/y`),
  kind('curl -H Authorization', ({ word }) => `curl -H "Authorization: Bearer ${s(word)}" https://x`),
  kind('curl -H token', ({ word }) => `curl -H 'PRIVATE-TOKEN: ${s(word)}' https://x`),
  kind('curl -H api key', ({ word }) => `curl -H "X-Api-Key: ${s(word)}" https://x`),
  kind('curl -d', ({ lower }) => `curl -d '{"password":"${s(lower)}"}' https://x`),
  kind('curl -d, form', ({ lower }) => `curl -d 'grant_type=password&user=me&password=${s(lower)}' https://x`),
  kind('wget --password', ({ lower }) => `wget --http-user=me --http-password=${s(lower)} https://x`),
  kind('mysql -p', ({ lower }) => `mysql -u root -p${s(lower)} db`),
  kind('sshpass -p', ({ lower }) => `sshpass -p ${s(lower)} ssh host`),
  kind('redis-cli -a', ({ lower }) => `redis-cli -h x -a ${s(lower)}`),
  kind('--token value', ({ word }) => `npm publish --token ${s(word)}`),
  kind('--api-key=value', ({ word }) => `dotnet nuget push --api-key=${s(word)} x`),
  kind('-password value', ({ lower }) => `java -jar a.jar -password ${s(lower)}`),
  kind('keytool -storepass', ({ lower }) => `keytool -importcert -storepass ${s(lower)}`),
  kind('openssl pass:', ({ lower }) => `openssl enc -pass pass:${s(lower)} -in a`),
  kind('htpasswd -b', ({ lower }) => `htpasswd -Bbn me ${s(lower)}`),
  kind('chpasswd', ({ lower }) => `echo 'root:${s(lower)}' | chpasswd`),
  kind('npm config set', ({ word }) => `npm config set //registry.npmjs.org/:_authToken ${s(word)}`),
  kind('aws configure set', ({ base64 }) => `aws configure set aws_secret_access_key ${s(base64)}`),
  kind('poetry config', ({ word }) => `poetry config pypi-token.pypi ${s(word)}`),
  kind('kubectl --from-literal', ({ lower }) => `kubectl create secret generic x --from-literal=password=${s(lower)}`),
  kind('helm --set', ({ lower }) => `helm install x --set auth.password=${s(lower)}`),
  kind('git clone', ({ word }) => `git clone https://${s(word)}@github.com/a/b.git`),
  kind('git clone, user and password', ({ word }) => `git clone https://x-access-token:${s(word)}@github.com/a/b`),
  kind('mvn -D', ({ lower }) => `mvn deploy -Dgpg.passphrase=${s(lower)}`),
  kind('ldapsearch -w', ({ lower }) => `ldapsearch -D cn=x -w ${s(lower)}`),
];

const web: readonly Kind[] = [
  kind('Authorization: Basic', ({ base64 }) => `> Authorization: Basic ${s(base64)}`),
  kind('Authorization: Bearer', ({ word }) => `authorization: bearer ${s(word)}`),
  kind('Authorization, JSON', ({ word }) => `"Authorization": "Bearer ${s(word)}"`),
  kind('Authorization, Go', ({ word }) => `map[Authorization:[Bearer ${s(word)}] Accept:[*/*]]`),
  kind('Authorization without a scheme', ({ word }) => `Authorization: ${s(word)}`),
  kind('Proxy-Authorization', ({ base64 }) => `Proxy-Authorization: Basic ${s(base64)}`),
  kind('X-Vault-Token', ({ word }) => `X-Vault-Token: ${s(word)}`),
  kind('X-Registry-Auth', ({ base64 }) => `X-Registry-Auth: ${s(base64)}`),
  kind('Set-Cookie', ({ word }) => `< Set-Cookie: session=${s(word)}; HttpOnly`),
  kind('user in a URL', ({ lower }) => `postgres://me:${s(lower)}@db:5432/x`),
  kind('user in a URL, @ in it', ({ lower, other }) => `amqp://me:${s(lower)}@${s(other)}@host/`),
  kind('token in a query', ({ word }) => `GET https://x/y?a=b&access_token=${s(word)}&c=d`),
  kind(
    'Azure SAS',
    ({ base64 }) => `https://a.blob.core.windows.net/c?sv=2022&sig=${s(encodeURIComponent(base64.slice(0, 43)))}%3D`,
  ),
  kind(
    'S3, signed',
    ({ hex }) => `https://b.s3.amazonaws.com/k?X-Amz-Expires=9&X-Amz-Signature=${s(hex.slice(0, 64))}`,
  ),
  kind('Google, signed', ({ hex }) => `https://storage.googleapis.com/b/o?X-Goog-Signature=${s(hex)}`),
  kind(
    'Slack webhook',
    ({ upper, word }) =>
      `https://hooks.slack.com/services/T${upper.slice(0, 8)}/B${upper.slice(0, 8)}/${s(word.slice(0, 24))}`,
  ),
  kind(
    'Discord webhook',
    ({ digits, word }) => `https://discord.com/api/webhooks/${digits.slice(0, 18)}/${s(word.slice(0, 68))}`,
  ),
  kind(
    'Azure storage',
    ({ base64 }) =>
      `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${s(base64.slice(0, 86))}==;EndpointSuffix=x`,
  ),
  kind(
    'Azure service bus',
    ({ base64 }) => `Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=${s(base64.slice(0, 43))}=`,
  ),
  kind('JDBC', ({ lower }) => `jdbc:postgresql://h/db?user=me&password=${s(lower)}`),
  kind('JDBC, Oracle', ({ lower }) => `jdbc:oracle:thin:me/${s(lower)}@h:1521:x`),
];

const keys: readonly Kind[] = [
  ...['RSA PRIVATE KEY', 'PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'OPENSSH PRIVATE KEY'].map((name) =>
    kind(name, (given) => `before\n${pem(name, given)}\nafter`),
  ),
  kind('PGP', ({ base64 }) =>
    [
      '-----BEGIN PGP PRIVATE KEY BLOCK-----',
      'Version: GnuPG v2',
      '',
      s(base64.slice(0, 64)),
      `=${s('Ab1/')}`,
      '-----END PGP PRIVATE KEY BLOCK-----',
    ].join('\n'),
  ),
  kind(
    'a key in one line',
    ({ base64 }) => `"private_key": "-----BEGIN PRIVATE KEY-----\\n${s(base64)}\\n-----END PRIVATE KEY-----\\n"`,
  ),
  kind(
    'a key that breaks off',
    ({ base64 }) => `-----BEGIN RSA PRIVATE KEY-----\n${s(base64.slice(0, 64))}\nthe end of it`,
  ),
  kind(
    'an encrypted key',
    ({ base64 }) =>
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${s(base64.slice(0, 64))}\n-----END RSA PRIVATE KEY-----`,
  ),
  kind(
    'a key in YAML',
    (given) => `tls:\n  key: |\n    ${pem('PRIVATE KEY', given).replaceAll('\n', '\n    ')}\n  b: c`,
  ),
  kind('kubeconfig token', ({ word }) => `users:\n- name: x\n  user:\n    token: ${s(word)}`),
  kind('kubeconfig client key', ({ base64 }) => `    client-key-data: ${s(base64)}`),
  kind(
    'Google service account',
    ({ hex }) => `{"type": "service_account", "private_key_id": "${s(hex.slice(0, 40))}"}`,
  ),
  kind(
    'PuTTY',
    ({ base64 }) =>
      `PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 2\n${s(base64.slice(0, 64))}\n${s(base64.slice(64, 90))}\nPrivate-MAC: x`,
  ),
];

/** Single tokens in prose. */
const alone = (what: string, token: (values: Values) => string) =>
  kind(what, (given) => `got ${s(token(given))} from it`);
const tokens: readonly Kind[] = [
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => alone(prefix, ({ word }) => prefix + word.slice(0, 36))),
  alone('github_pat_', ({ word }) => `github_pat_${word.slice(0, 82)}`),
  alone('GitLab', ({ word }) => `glpat-${word.slice(0, 20)}`),
  alone('GitLab, routable', ({ word, lower }) => `glpat-${word.slice(0, 30)}.01.${lower.slice(0, 9)}`),
  alone('GitLab, deploy', ({ word }) => `gldt-${word.slice(0, 20)}`),
  alone('GitLab, runner', ({ word }) => `glrt-${word.slice(0, 20)}`),
  alone('AWS key id', ({ upper }) => `AKIA${upper.slice(0, 16)}`),
  alone('AWS key id, temporary', ({ upper }) => `ASIA${upper.slice(0, 16)}`),
  alone('Slack bot', ({ digits, word }) => `xoxb-${digits.slice(0, 12)}-${digits.slice(12, 24)}-${word.slice(0, 24)}`),
  alone(
    'Slack user',
    ({ digits, hex }) =>
      `xoxp-${digits.slice(0, 12)}-${digits.slice(12, 24)}-${digits.slice(24, 36)}-${hex.slice(0, 32)}`,
  ),
  alone(
    'Slack app',
    ({ upper, digits, hex }) => `xapp-1-${upper.slice(0, 11)}-${digits.slice(0, 13)}-${hex.slice(0, 64)}`,
  ),
  alone('npm', ({ word }) => `npm_${word.slice(0, 36)}`),
  alone('PyPI', ({ word }) => `pypi-AgEIcHlwaS5vcmc${word.slice(0, 150)}`),
  alone('Docker', ({ word }) => `dckr_pat_${word.slice(0, 27)}`),
  alone('Docker, organisation', ({ word }) => `dckr_oat_${word.slice(0, 32)}`),
  alone('Google API', ({ word }) => `AIza${word.slice(0, 35)}`),
  alone('Google OAuth', ({ word }) => `ya29.${word.slice(0, 120)}`),
  alone('Google client secret', ({ word }) => `GOCSPX-${word.slice(0, 28)}`),
  alone('Vault', ({ word }) => `hvs.${word.slice(0, 95)}`),
  alone('Vault, old', ({ word }) => `s.${word.slice(0, 24)}`),
  alone('Vault, batch', ({ word }) => `hvb.${word.slice(0, 140)}`),
  alone('Hugging Face', ({ word }) => `hf_${word.slice(0, 34)}`),
  alone('Stripe', ({ word }) => `sk_live_${word.slice(0, 24)}`),
  alone('Stripe, restricted', ({ word }) => `rk_live_${word.slice(0, 24)}`),
  alone('SendGrid', ({ word }) => `SG.${word.slice(0, 22)}.${word.slice(22, 65)}`),
  alone('Twilio', ({ hex }) => `SK${hex.slice(0, 32)}`),
  alone('DigitalOcean', ({ hex }) => `dop_v1_${hex.slice(0, 64)}`),
  alone('OpenAI', ({ word }) => `sk-proj-${word.slice(0, 60)}`),
  alone('Anthropic', ({ word }) => `sk-ant-api03-${word.slice(0, 93)}AA`),
  alone('Shopify', ({ hex }) => `shpat_${hex.slice(0, 32)}`),
  alone('Postman', ({ hex }) => `PMAK-${hex.slice(0, 24)}-${hex.slice(24, 58)}`),
  alone('Pulumi', ({ hex }) => `pul-${hex.slice(0, 40)}`),
  alone('RubyGems', ({ hex }) => `rubygems_${hex.slice(0, 48)}`),
  alone('Databricks', ({ hex }) => `dapi${hex.slice(0, 32)}`),
  alone('Grafana', ({ word, hex }) => `glsa_${word.slice(0, 32)}_${hex.slice(0, 8)}`),
  alone('Terraform Cloud', ({ word }) => `${word.slice(0, 14)}.atlasv1.${word.slice(14, 80)}`),
  alone('Doppler', ({ word }) => `dp.pt.${word.slice(0, 43)}`),
  alone('Linear', ({ word }) => `lin_api_${word.slice(0, 40)}`),
  alone('Atlassian', ({ word }) => `ATATT3${word.slice(0, 160)}`),
  alone('Telegram', ({ digits, word }) => `${digits.slice(0, 10)}:AA${word.slice(0, 33)}`),
  alone(
    'age',
    ({ upper }) =>
      `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE'.slice(0, 54)}${upper.slice(0, 4).replace(/[BIO1]/g, 'Q')}`,
  ),
  alone('JWT', ({ word }) => `eyJhbGciOi${word.slice(0, 30)}.eyJzdWIi${word.slice(30, 80)}.${word.slice(80, 120)}`),
  kind('Heroku', ({ uuid }) => `HEROKU_API=${s(uuid)}`),
  kind('Datadog', ({ hex }) => `datadog_x: ${s(hex.slice(0, 40))}`),
  kind('Algolia', ({ hex }) => `ALGOLIA_ID="${s(hex.slice(0, 32))}"`),
];

export const kinds: readonly Kind[] = [...pairs, ...dockerfiles, ...commands, ...web, ...keys, ...tokens];
