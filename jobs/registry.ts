/** One processor per job name: a missing or misspelt entry does not compile. */
import type { JobData, JobName } from './job.js';
import { handleConversation } from './processors/handle-conversation.js';
import { postDigest } from './processors/post-digest.js';
import { sendLane } from './processors/send-lane.js';
import { wakeConversation, wakeProposal } from './processors/wake.js';
import type { Workplace } from './workplace.js';

type Processors = { [Name in JobName]: (work: Workplace, data: JobData[Name]) => Promise<void> };

export const processors: Processors = {
  'handle-conversation': handleConversation,
  'send-lane': sendLane,
  'wake-proposal': wakeProposal,
  'wake-conversation': wakeConversation,
  'post-digest': postDigest,
};
