import { Module } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { CoverageController } from './coverage.controller.js';

@Module({ imports: [FilesModule, TasksModule], controllers: [CoverageController] })
export class CoverageHttpModule {}
