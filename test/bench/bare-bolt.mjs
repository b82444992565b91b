// What Slack's acknowledged path is measured against: Bolt as its documentation shows it, one insert, nothing else.
import { createServer } from 'node:http';
import bolt from '@slack/bolt';
import mongoose from 'mongoose';

const [uri, signingSecret] = process.argv.slice(2);
const connection = await mongoose
  .createConnection(uri, { writeConcern: { w: 'majority', j: true }, autoIndex: false })
  .asPromise();
const rows = connection.collection('bare');

const receiver = new bolt.HTTPReceiver({ signingSecret, processBeforeResponse: true, logLevel: 'error' });
const app = new bolt.App({
  receiver,
  logLevel: 'error',
  convoStore: false,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BOT', botUserId: 'U0BOT' }),
});
app.message(async ({ message }) => {
  await rows.insertOne({ ...message, at: new Date() });
});

const server = createServer(receiver.requestListener).listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'ready', address: `http://127.0.0.1:${server.address().port}` }));
});
process.on('SIGTERM', () => process.exit(0));
