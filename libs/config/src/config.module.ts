import { Module, type DynamicModule } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from './app-config.js';

/** Makes the configuration injectable everywhere, under `CONFIG`. */
@Module({})
export class ConfigModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
