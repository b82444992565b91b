// What the acknowledged path is measured against: the same server library, one insert, nothing else.
import express from 'express';
import mongoose from 'mongoose';

const connection = await mongoose
  .createConnection(process.argv[2], { writeConcern: { w: 'majority', j: true }, autoIndex: false })
  .asPromise();
const rows = connection.collection('bare');

const app = express();
app.post('/chat/events', express.json({ limit: '1mb' }), async (request, response) => {
  const { insertedId } = await rows.insertOne({ body: request.body, at: new Date() });
  response.status(202).json({ eventId: insertedId });
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ msg: 'ready', address: `http://127.0.0.1:${server.address().port}` }));
});
process.on('SIGTERM', () => process.exit(0));
