// What Teams' acknowledged path is measured against: botbuilder as its documentation shows it, its own check of the
// token, one insert, nothing else.
import { createServer } from 'node:http';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import express from 'express';
import mongoose from 'mongoose';

const [uri, appId, metadataUrl, tenantId] = process.argv.slice(2);
const connection = await mongoose
  .createConnection(uri, { writeConcern: { w: 'majority', j: true }, autoIndex: false })
  .asPromise();
const rows = connection.collection('bare');

const authentication = new ConfigurationBotFrameworkAuthentication({
  MicrosoftAppId: appId,
  MicrosoftAppPassword: 'bench',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: tenantId,
  ValidateAuthority: false,
  ToChannelFromBotLoginUrl: 'http://127.0.0.1:1/',
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  OAuthUrl: 'http://127.0.0.1:1/',
  ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
  CallerId: '',
});
const adapter = new CloudAdapter(authentication);
const app = express();
app.post('/api/messages', express.json({ limit: '1mb' }), (request, response) => {
  adapter
    .process(request, response, async ({ activity }) => {
      await rows.insertOne({ id: activity.id, text: activity.text, from: activity.from.id, at: new Date() });
    })
    .catch(() => response.status(500).end());
});

const server = createServer(app).listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'ready', address: `http://127.0.0.1:${server.address().port}` }));
});
process.on('SIGTERM', () => process.exit(0));
