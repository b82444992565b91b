// Every transcript of this folder, played through the whole heart. README.md says how to read and write them.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { playTranscript } from './play-transcript.js';

const folder = new URL('./', import.meta.url);
const transcripts = readdirSync(folder).filter((name) => name.endsWith('.txt'));

describe('transcripts', () => {
  it.each(transcripts)('%s', async (name) => {
    await expect(playTranscript(readFileSync(new URL(name, folder), 'utf8'))).resolves.toBeUndefined();
  });
});

describe('a transcript fails', () => {
  const start = '@ 2026-10-06 09:00\n鈴木> 名札をやめたい\n';
  const receipt = 'bot→鈴木> R8-001で受け付けました。\n';

  it.each([
    ['when the bot says something else', `${start}bot→鈴木> R8-002で`, 'line 3'],
    ['when the bot says it elsewhere', `${start}bot→佐藤> R8-001で`, 'line 3'],
    ['when the bot says it at another time', `${start}bot→鈴木 2026-10-06 09:01> R8-001で`, 'line 3'],
    ['when the parts come in another order', `${start}bot→鈴木> 名札…R8-001で`, 'line 3'],
    ['when the bot says what it must not', `${start}bot→鈴木> R8-001で\n    ×名札`, 'line 3'],
    ['when nothing was to be said', `${start}bot→鈴木> （なし）`, 'Nothing was expected'],
    ['when the bot says something that nobody expects', `${start}鈴木> ヘルプ`, 'unexpectedly'],
    ['when something is left at its end', `${start}${receipt}@ 09:10`, 'R8-001 新しい提案'],
    ['when a button is not there', `${start}${receipt}鈴木> [返事する] はい`, 'No button'],
    ['when a line is not understood', `${start}${receipt}高橋> こんにちは`, 'not understood'],
  ])('%s', async (_, text, problem) => {
    await expect(playTranscript(text)).rejects.toThrow(problem);
  });

  it('not, when what the bot says is what is written', async () => {
    await expect(playTranscript(`${start}${receipt}`)).resolves.toBeUndefined();
  });
});
