import { Module } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { createEmbedder } from '#libs/language-model';
import { StoreReader } from './store-reader.js';

/** The configured store, and the embedder of this process. */
@Module({
  providers: [
    {
      provide: StoreReader,
      inject: [CONFIG],
      useFactory: ({ vectorDatabaseUrl, embedding }: ResolvedConfig) =>
        new StoreReader(vectorDatabaseUrl, createEmbedder(embedding)),
    },
  ],
  exports: [StoreReader],
})
export class StoreReaderModule {}
