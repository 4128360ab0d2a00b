import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { BusinessDatabases } from './business-databases.js';

@Injectable()
class ProcessBusinessDatabases extends BusinessDatabases implements OnApplicationShutdown {
  /** The last hook: running steps have ended by then. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}

/** The business databases of this process; every module that imports this one gets the same connections. */
@Module({
  providers: [{ provide: BusinessDatabases, useFactory: () => new ProcessBusinessDatabases() }],
  exports: [BusinessDatabases],
})
export class BusinessDatabaseModule {}
