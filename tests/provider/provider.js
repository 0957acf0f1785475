// A certified OpenID provider (npm oidc-provider) with invented staff, in place of a national one.
//   node provider.js CONFIGURATION.json
// Prints one line of JSON when it listens. The configuration:
//   host, port      where to listen; the issuer is http://host:port
//   clients         as OpenID Connect Dynamic Registration names their metadata
//   accounts        [{username, sub, acr, amr, token: {…}, claims: {…}}]
//                   `token` is added to the id token, `claims` to userinfo
//   responses       {username: {…}}: added to the token endpoint's answer, beside the tokens
//   accounts may be changed while it runs: PUT /accounts/{username} {token, claims, closed}
//   launches        {launch: {…}}: the same for a launch context (SMART App Launch: patient, encounter)
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { Provider } from 'oidc-provider';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const issuer = `http://${config.host}:${config.port}`;
const accounts = new Map(config.accounts.map((account) => [account.username, account]));
const bySubject = new Map(config.accounts.map((account) => [account.sub, account]));
const launches = new Map(); // grant → launch

const names = (field) => [...new Set(config.accounts.flatMap((account) => Object.keys(account[field] ?? {})))];

function signingKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}

const provider = new Provider(issuer, {
  clients: config.clients,
  jwks: { keys: [signingKey('one')] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: {
    openid: ['sub', 'acr', 'amr', ...names('token')],
    profile: names('claims'),
    nationalrbacaccess: [], associatedorgs: [], nhsperson: [], fhirUser: [], launch: [],
  },
  scopes: ['openid', 'launch', 'patient/*.rs', 'user/*.rs', 'online_access'],
  extraParams: { launch: null, aud: null },
  pkce: { required: () => true, methods: ['S256'] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  acrValues: ['AAL1_USERPASS', 'AAL2_ANY', 'AAL3_ANY'],
  ttl: {
    AccessToken: 600, AuthorizationCode: 60, Grant: 86400, IdToken: 600, Interaction: 600,
    RefreshToken: 86400, Session: 86400,
  },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  async findAccount(_ctx, sub) {
    const account = bySubject.get(sub);
    return account && !account.closed && {
      accountId: sub,
      claims: async () => ({ sub, ...account.token, ...account.claims }),
    };
  },
  async loadExistingGrant(ctx) { // nobody is asked for consent: these are staff, at work
    const { client, session, params } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(params.scope);
    const id = await grant.save();
    if (params.launch) launches.set(id, params.launch);
    return grant;
  },
});

provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route !== 'token' || ctx.status !== 200) return;
  const { Account, AuthorizationCode } = ctx.oidc.entities;
  const account = bySubject.get(Account?.accountId);
  const launch = launches.get(AuthorizationCode?.grantId);
  ctx.body = { ...ctx.body, ...config.responses?.[account?.username], ...config.launches?.[launch] };
});

const page = (uid, problem) => `<!doctype html><html lang="en-GB"><meta charset="utf-8">
<title>Test provider</title><h1>Sign in to the test provider</h1><p>${problem}</p>
<form method="post" action="/interaction/${uid}"><label for="username">Name</label>
<input id="username" name="username" autocomplete="off"><button>Sign in</button></form></html>`;

async function body(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return new URLSearchParams(text);
}

async function interact(request, response) {
  const { uid, prompt } = await provider.interactionDetails(request, response);
  const send = (problem) => response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(uid, problem));
  if (request.method !== 'POST') return send(prompt.name === 'login' ? '' : prompt.name);
  const form = await body(request);
  if (form.get('username') === '') {
    const refused = { error: 'access_denied', error_description: 'not signed in' };
    return provider.interactionFinished(request, response, refused);
  }
  const account = accounts.get(form.get('username'));
  if (!account) return send('Nobody of that name.');
  const login = { accountId: account.sub, acr: account.acr, amr: account.amr, remember: false };
  return provider.interactionFinished(request, response, { login });
}

async function change(request, response) {
  let text = '';
  for await (const piece of request) text += piece;
  Object.assign(accounts.get(request.url.slice('/accounts/'.length)), JSON.parse(text));
  response.writeHead(204).end();
}

const answer = provider.callback();
const server = createServer((request, response) => {
  if (request.url.startsWith('/accounts/')) return change(request, response);
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  return interact(request, response).catch(() => response.writeHead(400).end('interaction expired'));
});
server.listen(config.port, config.host, () => console.log(JSON.stringify({ issuer })));
process.on('SIGTERM', () => process.exit(0));
