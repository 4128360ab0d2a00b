// Made by `npm run openapi` from docs/openapi.json. Do not edit.

export interface paths {
    "/api/v0/data_pipeline/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tasks, newest first */
        get: operations["tasks_list"];
        put?: never;
        /** Create a task */
        post: operations["tasks_create"];
        /** Delete several tasks; confirm has to be true */
        delete: operations["taskRemoval_deleteMany"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of a task and of its steps */
        get: operations["tasks_get"];
        put?: never;
        post?: never;
        /** Delete a task with its files; not while it runs */
        delete: operations["taskRemoval_deleteOne"];
        options?: never;
        head?: never;
        /** Change which pairs a task loads */
        patch: operations["tasks_change"];
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find tasks by status, name, database, creator and times, page by page */
        post: operations["taskSearch_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run all enabled steps of a task, one, or those that are not completed or stale */
        post: operations["executions_execute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel the running execution of a task */
        post: operations["executions_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every execution of a task, newest first */
        get: operations["executions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs of a task with their executions, newest first */
        get: operations["executions_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/table-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a task its table list as JSON */
        post: operations["tableLists_store"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/table-list-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The table list of a task and its file */
        get: operations["tableLists_info"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/upload-table-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload the table list of a task: a .txt file in UTF-8, one table a line */
        post: operations["tableLists_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log of a task, newest first */
        get: operations["logs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/logs/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find entries of the log of a task by level, time, text, logger and step, page by page */
        post: operations["logs_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/files/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An archive of the files of a task: as the answer itself, or built by a worker (see X-Archive-Delivery) */
        post: operations["archives_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/files/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Batch download: one archive with files of several tasks, a folder each */
        post: operations["archives_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/archives/{archive_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The state of an archive that a worker builds */
        get: operations["archives_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/archives/{archive_id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download an archive that a worker has built; Range requests are served */
        get: operations["archives_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/files/integrity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hash every file and compare the hashes with the recorded ones */
        get: operations["fileCare_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/files/cleanup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove old files of all tasks; never those of running tasks, nor newest runs or backups unless asked */
        post: operations["fileCare_clean"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files of a task, sub-folders included */
        get: operations["files_list"];
        put?: never;
        /** Put a file into the folder of a task, at most 10 MB; not while the task runs */
        post: operations["uploads_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/files/download/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file, by either path; Range and conditional requests are served */
        get: operations["files_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/files/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file, by either path; Range and conditional requests are served */
        get: operations["files_download_2"];
        put?: never;
        post?: never;
        /** Delete a file; not those of the system, and not while the task runs */
        delete: operations["files_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The question–SQL pairs of a task with their reviews, the riskiest first */
        get: operations["pairs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/pairs/{pair_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A pair with its evidence, its history and similar pairs */
        get: operations["pairs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Decide about a pair, comment it or edit it; an edited statement is validated first */
        patch: operations["pairChanges_change"];
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/pairs/spot-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw pairs at random, and the share of wrong ones among those that are judged */
        post: operations["pairs_spotCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/pairs/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Validate a statement and show its first rows: read-only, limited, personal and secret values masked */
        post: operations["pairs_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/pairs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide about all pairs that match a filter; a dry run shows them and their number first */
        post: operations["pairChanges_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/pairs/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back the last action of this key on the task, or a bulk action as a whole */
        post: operations["pairChanges_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the valid pairs of a task cover, and what real SQL asks that no pair covers */
        get: operations["coverage_coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/semantic-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables of the semantic model of a task */
        get: operations["semanticModel_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what the semantic model says about a table, column, join or metric; later runs keep it */
        patch: operations["semanticModel_change"];
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/semantic-model/table": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the semantic model says about a table, each statement with its evidence */
        get: operations["semanticModel_table"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/semantic-model/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Edits of people to the semantic model, the newest first */
        get: operations["semanticModel_edits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/semantic-model/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a join to the semantic model: it is a fact, which later runs keep */
        post: operations["semanticModel_addJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/semantic-model/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an edit of the semantic model back */
        post: operations["semanticModel_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every schedule, those of the newest tasks first */
        get: operations["schedules_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The schedule of a task */
        get: operations["schedules_get"];
        /** Let a task run again by itself; replaces the schedule it had */
        put: operations["schedules_put"];
        post?: never;
        /** Let a task no longer run by itself; a run under way goes on */
        delete: operations["schedules_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/database/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The tables of the business database */
        post: operations["businessDatabase_tables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/database/table/ddl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DDL and the document of one table, as ddl_generation writes them; no file is written */
        post: operations["businessDatabase_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between the outputs of a task and the live database */
        get: operations["taskDiff_diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Postgres, the queue and the storage can be used, and no job is lost; 503 says which cannot */
        get: operations["health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/training-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What loads of a task have brought into the vector store, sorted by id */
        get: operations["trainingData_list"];
        put?: never;
        post?: never;
        /** Remove the records that a task loaded, from every sink; not while the task runs */
        delete: operations["trainingData_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back up the vector tables on one snapshot; truncate the embeddings when asked */
        post: operations["vectorBackup_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/restore/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups that can be restored, newest first in each location */
        get: operations["vectorRestore_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a backup in one transaction: all of it, or nothing */
        post: operations["vectorRestore_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore a backup into a scratch schema, compare counts and contents, and drop it */
        post: operations["vectorRestore_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the rules of retention would remove now, and why; removes nothing */
        get: operations["vectorRetention_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups, restores and verifications, newest first */
        get: operations["vectorOperations_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/operations/{operation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An operation: progress, rate, expected end, result */
        get: operations["vectorOperations_get"];
        put?: never;
        post?: never;
        /** Remove an ended operation; of a backup, its files too */
        delete: operations["vectorOperations_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/operations/{operation_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an operation; nothing of it stays */
        post: operations["vectorOperations_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/vector/operations/{operation_id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download a file of a backup; Range and conditional requests are served */
        get: operations["vectorOperations_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/embeddings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vectors of texts by the embedder of the store, as the OpenAI API gives them */
        post: operations["embeddings_embed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The names of the embedder of the store */
        get: operations["embeddings_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One name of the embedder of the store */
        get: operations["embeddings_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The DDL, documents and pairs of the store that answer a question, with the reasons */
        post: operations["search_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The context of a prompt for the SQL of a question, within a number of tokens */
        post: operations["context_build"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/question-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Question sets, newest first */
        get: operations["questionSets_list"];
        put?: never;
        /** Store a question set; nothing is stored where anything in it is wrong */
        post: operations["questionSets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/question-sets/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Store a question set from a file: JSON, CSV or XLSX, at most 32 MB */
        post: operations["questionSets_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/question-sets/held-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The questions that qa_generation of a task has kept back, as a question set */
        post: operations["questionSets_heldOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/question-sets/learnt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Questions that qa_generation of a task has learnt from real SQL and not loaded, as a question set */
        post: operations["questionSets_learnt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/question-sets/{set_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A question set */
        get: operations["questionSets_get"];
        put?: never;
        post?: never;
        /** Remove a question set with the evaluations that used it */
        delete: operations["questionSets_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/question-sets/{set_id}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions of a set in their order, page by page */
        get: operations["questionSets_questions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The evaluations of a task, newest first */
        get: operations["evaluations_list"];
        put?: never;
        /** Measure what readers find in the store for a set of questions */
        post: operations["evaluations_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An evaluation: progress, summary, gate */
        get: operations["evaluations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an evaluation; the results that it has stay */
        post: operations["evaluations_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Results of single questions, with the causes of failures; page by page */
        get: operations["evaluations_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/compare/{other_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Two evaluations with one question set, question by question, with intervals */
        get: operations["evaluations_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/evaluations/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Completed evaluations of a task or a database over time */
        get: operations["evaluations_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/remedies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would help the failed questions: synonyms, joins and pairs */
        get: operations["remedies_list"];
        put?: never;
        /** Write remedies into the semantic model and a pair file, as edits of a person */
        post: operations["remedies_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/evaluations/{evaluation_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of a completed evaluation: a page, Markdown or JSON, without the envelope */
        get: operations["evaluationReports_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/monitor/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Processes, queues, tasks, disk, active anomalies, and whether all is well */
        get: operations["monitor_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/monitor/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task in detail: time, rate, expected end, worker, retries, logs, files */
        get: operations["monitor_task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/monitor/metrics/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the processes measured, oldest first, at most 300 points */
        get: operations["monitor_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/monitor/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Anomalies that were open at any time of the last hours, newest first */
        get: operations["monitor_anomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/monitor/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Looks at configuration, services, rights, versions, clocks and storage, and says what to do
         * @description Changes nothing. Each check ends within 15 seconds. An embeddings endpoint is asked for one word.
         */
        get: operations["doctor_examine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers over all tasks */
        get: operations["statistics_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/notifications/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told what */
        get: operations["notifications_list"];
        put?: never;
        /** Subscribe a webhook or a chat group to events */
        post: operations["notifications_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/notifications/targets/{target_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a target with everything on its way to it */
        delete: operations["notifications_remove"];
        options?: never;
        head?: never;
        /** Switch a target on or off */
        patch: operations["notifications_switchTo"];
        trace?: never;
    };
    "/api/v0/data_pipeline/notifications/targets/{target_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event to a target */
        post: operations["notifications_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/notifications/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events on their way, delivered, or given up; newest first */
        get: operations["notifications_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/notifications/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event again, whether it was delivered or given up */
        post: operations["notifications_redeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List changes with author, time and origin; newest first */
        get: operations["audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every API key of the database, without the keys themselves; newest first */
        get: operations["keys_list"];
        put?: never;
        /**
         * Create an API key; it is in this answer only
         * @description From the first key on, every request needs one.
         */
        post: operations["keys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key; it works for five more seconds at most */
        delete: operations["keys_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who sends the request and what it may do; needs no key */
        get: operations["session_get"];
        put?: never;
        /**
         * Log a browser in with an API key; needs no other key
         * @description The answer sets a cookie (HttpOnly, SameSite=Strict) that stands for the key for seven days. It ends earlier when the key is revoked or expires.
         */
        post: operations["session_logIn"];
        /** Log a browser out; needs no key */
        delete: operations["session_logOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v0/data_pipeline/tasks/{task_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events of a task: status, progress, log and end
         * @description Every event has an id; a client that comes back with it as Last-Event-ID gets what it missed, from any process. The id of a line of the log, with `--` after it, starts behind that line. A comment is sent every 15 seconds. After `end` the stream closes, and 204 tells a client that comes back to stay away.
         */
        get: operations["events_follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the text format of Prometheus */
        get: operations["metrics_expose"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        TargetWarning: {
            code: string;
            message: string;
        };
        CreatedTask: {
            /** @description What was not found or not checked in the business database; absent when there is nothing to report */
            warnings?: components["schemas"]["TargetWarning"][];
            /** @example task_20250701_143052 */
            task_id: string;
            task_name: string | null;
            /** @enum {string} */
            status: "pending" | "in_progress" | "partial_completed" | "completed" | "failed" | "cancelled";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /** @description True while the task waits for its table list */
            file_upload_mode: boolean;
            /** @description The request that gives the task its table list */
            next_step: string | null;
        };
        /**
         * @example {
         *       "table_list_file": "tables.txt",
         *       "business_context": "高速公路服务区管理系统",
         *       "db_name": "highway_db",
         *       "enable_sql_validation": true,
         *       "enable_llm_repair": true,
         *       "modify_original_file": true,
         *       "enable_training_data_load": true
         *     }
         */
        CreateTaskRequest: {
            /** @description A name for people */
            task_name?: string;
            /** @description A list file inside TABLE_LIST_DIRECTORY, one table a line */
            table_list_file?: string;
            /** @description Tables as schema.table, table or a pattern (public.*, sales.fact_*); instead of table_list_file */
            tables?: string[];
            /**
             * @description Also runs the task by itself, at these times
             * @example 0 2 * * *
             */
            schedule?: string;
            /** @description What the database is about, in a sentence; it decides the language of the outputs */
            business_context: string;
            /** @description Name of the business database; replaces the one in BUSINESS_DATABASE_URL */
            db_name?: string;
            /**
             * @description Language of the outputs; by default that of business_context
             * @enum {string}
             */
            language?: "zh" | "en";
            /**
             * @description Run the sql_validation step
             * @default true
             */
            enable_sql_validation?: boolean;
            /**
             * @description Try to repair invalid SQL
             * @default true
             */
            enable_llm_repair?: boolean;
            /**
             * @description Rewrite the pair file: repaired SQL replaced, invalid pairs removed
             * @default true
             */
            modify_original_file?: boolean;
            /**
             * @description Run the training_load step
             * @default true
             */
            enable_training_data_load?: boolean;
            /** @description Run the evaluation step: what readers find in the loaded store for questions that are not in it; by default it is not a part of the task */
            enable_evaluation?: boolean;
            /** @description Id of a question set for the evaluation; by default the questions that qa_generation keeps back */
            evaluation_set?: string;
            /** @description Percent. training_load measures its data before it loads them, and fails with evaluation_gate_failed when fewer questions find every table, column and join that they need */
            min_context_sufficiency?: number;
            /**
             * @description Go on without tables that are missing or cannot be read, instead of failing the step
             * @default false
             */
            continue_on_error?: boolean;
            /**
             * @description In ddl_generation, tables that may fail (dropped during the run; with continue_on_error also missing or denied) before the step gives up
             * @default 50
             */
            max_table_failures?: number;
            /**
             * @description Themes that the questions are spread over
             * @default 5
             */
            theme_count?: number;
            /**
             * @description Question–SQL pairs a theme
             * @default 10
             */
            questions_per_theme?: number;
            /** @description Question–SQL pairs of the task altogether; those beyond the themes go to what they do not reach. By default it grows with the tables and joins of the database */
            pairs_per_task?: number;
            /** @description Real SQL that qa_generation learns pairs from: pg_stat_statements of the business database (statistics), log files and .sql files that were uploaded to the task, definitions of views. By default none */
            learn_from?: ("statistics" | "log_files" | "views" | "sql_files")[];
            /** @description The exports of training_load also hold questions that no data answer, for readers that learn to decline; by default they do not. The store never holds them */
            unanswerable_questions?: boolean;
            /**
             * @description Themes worked on at the same time
             * @default 1
             */
            max_concurrent_themes?: number;
            /** @description Tokens, prompt and completion, that the task may spend on the language model, over all of its steps */
            max_tokens?: number;
            /** @description Money that the task may spend on the language model, in the currency of LLM_INPUT_PRICE */
            max_cost?: number;
            /**
             * @description In sql_validation, also run each statement, read-only and bounded, to see whether it returns rows
             * @default true
             */
            execute_sql?: boolean;
            /**
             * @description In sql_validation, compare the result of each pair with those of slightly changed statements, and keep the evidence in the pair. Needs execute_sql
             * @default true
             */
            prove_pairs?: boolean;
            /**
             * @description In training_load, remove what earlier loads of this task (true), or of any task on this database ("database", with an admin key), brought and is no longer there
             * @default false
             */
            replace?: boolean | "database";
            /**
             * @description In training_load, build an HNSW index for each collection when all vectors share one dimension
             * @default false
             */
            create_index?: boolean;
            /**
             * @description In training_load, first embed all records of the store again that another model has embedded; needs an admin key
             * @default false
             */
            reembed?: boolean;
            /**
             * @description In training_load, also load metadata_detail.md, which describes the themes and no table
             * @default false
             */
            load_metadata_documents?: boolean;
            /**
             * @description In training_load, the pairs to load and export by their review: only approved ones, all but rejected ones, or all. PATCH /tasks/{task_id} changes it
             * @default not_rejected
             * @enum {string}
             */
            load?: "approved" | "not_rejected" | "all";
            /**
             * @description In ddl_generation, what schema.sql restores: the relations and all they need, or also their rules, triggers and row security (full)
             * @default relations
             * @enum {string}
             */
            schema_objects?: "relations" | "full";
            /**
             * @description Where training_load brings the data: the tables of Vanna, the table of PGVectorStore, files for fine-tuning and evaluation
             * @default [
             *       "vanna",
             *       "files"
             *     ]
             */
            training_sinks?: ("vanna" | "pgvector_store" | "files")[];
        };
        FailureData: {
            /** @description The sentence about this error */
            response: string;
            error_type: string;
            /** @description Whether the same request may succeed later */
            can_retry: boolean;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
        };
        Failure: {
            /** @enum {boolean} */
            success: false;
            /** @description The status of the answer */
            code: number;
            message: string;
            error_type: string;
            /** @description error_code and, of a refused request, problems: the field and the sentence of each */
            details: {
                [key: string]: unknown;
            };
            data: components["schemas"]["FailureData"];
        };
        TaskSummary: {
            task_id: string;
            task_name: string | null;
            /** @enum {string} */
            status: "pending" | "in_progress" | "partial_completed" | "completed" | "failed" | "cancelled";
            step_status: {
                /** @enum {string} */
                ddl_generation: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                qa_generation: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                sql_validation: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                training_load: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                evaluation?: "pending" | "running" | "completed" | "failed" | "cancelled";
            };
            /** @description Completed steps that had read something that was made again after them, or whose load is gone */
            stale_steps: string[];
            db_name: string | null;
            business_context: string;
            /** @description Name of the key that created it */
            created_by: string;
            /** @description False after its files were deleted and before it runs again */
            directory_exists: boolean;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            updated_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
        };
        TaskList: {
            tasks: components["schemas"]["TaskSummary"][];
            /** @description Tasks that the filter matches */
            total: number;
            limit: number;
            offset: number;
        };
        StepProgress: {
            done: number;
            total: number;
            label: string | null;
        };
        CurrentExecution: {
            execution_id: string;
            run_id: string;
            /** @enum {string} */
            step: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            progress: components["schemas"]["StepProgress"] | null;
        };
        Waiting: {
            /** @example database_unreachable */
            error_code: string;
            /** @description What is waited for */
            reason: string;
            /**
             * @description Begin of the outage
             * @example 2025-07-01T14:30:52+08:00
             */
            since: string;
            /**
             * @description A failure after this time is final
             * @example 2025-07-01T14:30:52+08:00
             */
            until: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            next_attempt_at: string;
        };
        TaskStep: {
            /** @enum {string} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /** @enum {string} */
            step_status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            duration_seconds: number | null;
            progress: components["schemas"]["StepProgress"] | null;
            /** @description Set while the step waits for an outage to end */
            waiting: components["schemas"]["Waiting"] | null;
            error_message: string | null;
            result: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Since when it is stale
             * @example 2025-07-01T14:30:52+08:00
             */
            stale_at: string | null;
            stale_reason: string | null;
        };
        StepUsage: {
            /** @description Answers that were paid for */
            requests: number;
            /** @description Answers that were known already and cost nothing */
            cached_answers: number;
            prompt_tokens: number;
            completion_tokens: number;
            total_tokens: number;
            /** @description In the currency of LLM_INPUT_PRICE; null without prices */
            cost: number | null;
            /** @enum {string} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            model: string;
            /** @description Requests whose tokens the endpoint did not tell */
            estimated_requests: number;
        };
        TaskUsage: {
            /** @description Answers that were paid for */
            requests: number;
            /** @description Answers that were known already and cost nothing */
            cached_answers: number;
            prompt_tokens: number;
            completion_tokens: number;
            total_tokens: number;
            /** @description In the currency of LLM_INPUT_PRICE; null without prices */
            cost: number | null;
            by_step: components["schemas"]["StepUsage"][];
        };
        TaskDetail: {
            task_id: string;
            task_name: string | null;
            /** @enum {string} */
            status: "pending" | "in_progress" | "partial_completed" | "completed" | "failed" | "cancelled";
            step_status: {
                /** @enum {string} */
                ddl_generation: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                qa_generation: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                sql_validation: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                training_load: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @enum {string} */
                evaluation?: "pending" | "running" | "completed" | "failed" | "cancelled";
            };
            /** @description Completed steps that had read something that was made again after them, or whose load is gone */
            stale_steps: string[];
            db_name: string | null;
            business_context: string;
            /** @description Name of the key that created it */
            created_by: string;
            /** @description False after its files were deleted and before it runs again */
            directory_exists: boolean;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            updated_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            current_execution: components["schemas"]["CurrentExecution"] | null;
            steps: components["schemas"]["TaskStep"][];
            total_steps: number;
            /** @description The run that it is in, or was in last; null before the first */
            run_id: string | null;
            parameters: {
                [key: string]: unknown;
            };
            tables: string[] | null;
            /** @description What the task has asked of language models, over all of its runs */
            usage: components["schemas"]["TaskUsage"];
            error_message: string | null;
            cancel_requested: boolean;
            output_directory: string;
        };
        /**
         * @example {
         *       "load": "approved"
         *     }
         */
        ChangeTaskRequest: {
            /**
             * @description The pairs that training_load loads and exports from its next run on, by their review: only approved ones, all but rejected ones, or all. A completed load becomes stale
             * @enum {string}
             */
            load: "approved" | "not_rejected" | "all";
        };
        Pagination: {
            page: number;
            page_size: number;
            /** @description Entries that the filters match */
            total: number;
            total_pages: number;
            has_next: boolean;
            has_prev: boolean;
        };
        TaskSorting: {
            /** @enum {string} */
            sort_by: "created_at" | "started_at" | "completed_at" | "task_name" | "status";
            /** @enum {string} */
            sort_order: "asc" | "desc";
        };
        FoundTasks: {
            tasks: components["schemas"]["TaskSummary"][];
            pagination: components["schemas"]["Pagination"];
            filters_applied: {
                [key: string]: string;
            };
            sort_applied: components["schemas"]["TaskSorting"];
            /** @example 0.012s */
            query_time: string;
        };
        /**
         * @example {
         *       "page": 1,
         *       "page_size": 20,
         *       "status": "completed",
         *       "sort_by": "created_at",
         *       "sort_order": "desc"
         *     }
         */
        SearchTasksRequest: {
            /**
             * @description The page, from 1
             * @default 1
             */
            page?: number;
            /**
             * @description Entries a page
             * @default 20
             */
            page_size?: number;
            /**
             * @description Only tasks with this status
             * @enum {string}
             */
            status?: "pending" | "in_progress" | "partial_completed" | "completed" | "failed" | "cancelled";
            /** @description Part of the name, in any case */
            task_name?: string;
            /** @description Name of the key that created the task */
            created_by?: string;
            /** @description Name of the business database */
            db_name?: string;
            /**
             * @description Only tasks created from this time on
             * @example 2025-07-01 14:30:00
             */
            created_time_start?: string;
            /**
             * @description Only tasks created up to this time
             * @example 2025-07-01 14:30:00
             */
            created_time_end?: string;
            /**
             * @description Only tasks started from this time on
             * @example 2025-07-01 14:30:00
             */
            started_time_start?: string;
            /**
             * @description Only tasks started up to this time
             * @example 2025-07-01 14:30:00
             */
            started_time_end?: string;
            /**
             * @description Only tasks completed from this time on
             * @example 2025-07-01 14:30:00
             */
            completed_time_start?: string;
            /**
             * @description Only tasks completed up to this time
             * @example 2025-07-01 14:30:00
             */
            completed_time_end?: string;
            /**
             * @description The field that sorts the tasks
             * @default created_at
             * @enum {string}
             */
            sort_by?: "created_at" | "started_at" | "completed_at" | "task_name" | "status";
            /**
             * @description asc: from the least; desc: from the greatest
             * @default desc
             * @enum {string}
             */
            sort_order?: "asc" | "desc";
        };
        DeletedTask: {
            /** @enum {boolean} */
            success: true;
            task_id: string;
            directory_deleted: boolean;
            database_records_deleted: boolean;
            deleted_files_count: number;
            deleted_size: number;
            deleted_size_formatted: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            deleted_at: string;
        };
        NotDeletedTask: {
            task_id: string;
            error: string;
            error_code: string;
        };
        DeletionSummary: {
            total_requested: number;
            successfully_deleted: number;
            failed: number;
            not_attempted: number;
        };
        DeletedTasks: {
            deleted_tasks: components["schemas"]["DeletedTask"][];
            failed_tasks: components["schemas"]["NotDeletedTask"][];
            summary: components["schemas"]["DeletionSummary"];
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            deleted_at: string;
        };
        /**
         * @example {
         *       "task_ids": [
         *         "task_20250627_143052"
         *       ],
         *       "confirm": true,
         *       "delete_database_records": true
         *     }
         */
        DeleteTasksRequest: {
            /** @description Ids of the tasks */
            task_ids?: string[];
            /** @description Has to be true */
            confirm?: boolean;
            /** @description true: the tasks go with everything; false (default): only their folders */
            delete_database_records?: boolean;
            /** @description Also delete folders that hold vector backups */
            include_backups?: boolean;
            /** @description Go on with the other tasks when one cannot be deleted (default) */
            continue_on_error?: boolean;
        };
        StartedRun: {
            task_id: string;
            /** @description Id of the run; its executions, log lines and events carry it */
            run_id: string;
            /** @enum {string} */
            execution_mode: "complete" | "step" | "resume";
            /** @enum {string} */
            step_name?: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /** @enum {string} */
            status: "running";
            execution_ids: string[];
        };
        /**
         * @example {
         *       "execution_mode": "complete",
         *       "force_execution": false,
         *       "clean_existing_files": true
         *     }
         */
        ExecuteRequest: {
            /**
             * @description complete: all enabled steps; step: the one of step_name; resume: from the first step on that is failed, cancelled, pending or stale. By default step with a step_name, else complete
             * @enum {string}
             */
            execution_mode?: "complete" | "step" | "resume";
            /**
             * @description The step to run; needed when execution_mode is step
             * @enum {string}
             */
            step_name?: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /**
             * @description Run the step although the one before it is not completed, or is stale
             * @default false
             */
            force_execution?: boolean;
            /**
             * @description Also remove the outputs of the later steps; those of the steps that run are replaced in any case
             * @default false
             */
            clean_existing_files?: boolean;
            /** @description With the step qa_generation: adds pairs about these tables (schema.table) instead of making all pairs again. Pairs that are there, reviewed or not, stay as they are; no model is asked */
            add_for_tables?: string[];
            /** @description The same for these kinds of questions, such as count or by_time; with add_for_tables: of these tables */
            add_of_kinds?: string[];
            /** @description Pairs to add at most; 20 by default */
            add_count?: number;
        };
        CancelledRun: {
            task_id: string;
            /**
             * @description in_progress: the running step was asked to stop and ends shortly
             * @enum {string}
             */
            status: "cancelled" | "in_progress";
            /** @enum {boolean} */
            cancel_requested: true;
        };
        ExecutionView: {
            execution_id: string;
            /** @description The run that it belongs to */
            run_id: string;
            /** @enum {string} */
            execution_step: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            requested_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            duration_seconds: number | null;
            attempts: number;
            worker_id: string | null;
            force_executed: boolean;
            files_cleaned: boolean;
            /** @description Its outputs were removed by a later clean run */
            superseded: boolean;
            /** @description Set while it waits for an outage to end */
            waiting: components["schemas"]["Waiting"] | null;
            /**
             * @description When something that it had read was made again after it
             * @example 2025-07-01T14:30:52+08:00
             */
            stale_at: string | null;
            stale_reason: string | null;
            error_message: string | null;
            error_code: string | null;
            /** @description As in {step}_result.json; that of training_load has self_check */
            execution_result: {
                [key: string]: unknown;
            } | null;
        };
        ExecutionList: {
            task_id: string;
            executions: components["schemas"]["ExecutionView"][];
            total: number;
        };
        RunView: {
            run_id: string;
            /**
             * @description Null for runs of versions that did not record it
             * @enum {string|null}
             */
            execution_mode: "complete" | "step" | "resume" | null;
            /**
             * @description running until its last step has ended
             * @enum {string}
             */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /** @description Name of the key that asked for it, or schedule; null without keys */
            requested_by: string | null;
            force_executed: boolean;
            files_cleaned: boolean;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            requested_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            /** @description From the start of its first step to the end of its last */
            duration_seconds: number | null;
            error_message: string | null;
            error_code: string | null;
            /** @description In the order in which they run */
            executions: components["schemas"]["ExecutionView"][];
        };
        RunList: {
            task_id: string;
            runs: components["schemas"]["RunView"][];
            total: number;
        };
        StoredTableList: {
            /** @description What was not found or not checked in the business database; absent when there is nothing to report */
            warnings?: components["schemas"]["TargetWarning"][];
            task_id: string;
            /** @enum {string} */
            filename: "table_list.txt";
            table_count: number;
            tables: string[];
        };
        /**
         * @example {
         *       "tables": [
         *         "public.bss_company",
         *         "public.bss_service_area"
         *       ]
         *     }
         */
        TableListRequest: {
            /** @description A list of tables, or one text with commas between them */
            tables: string[] | string;
        };
        TableListInfo: {
            task_id: string;
            has_file: boolean;
            exists: boolean;
            /** @enum {string} */
            file_name: "table_list.txt";
            /** @description Inside the storage */
            file_path: string;
            file_size: number | null;
            file_size_formatted: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            uploaded_at: string | null;
            is_readable: boolean;
            table_count: number;
            table_names: string[];
        };
        UploadedTableList: {
            /** @description What was not found or not checked in the business database; absent when there is nothing to report */
            warnings?: components["schemas"]["TargetWarning"][];
            task_id: string;
            /** @enum {string} */
            filename: "table_list.txt";
            table_count: number;
            tables: string[];
            file_size: number;
            file_size_formatted: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            upload_time: string;
        };
        LogEntry: {
            id: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
            /** @enum {string} */
            level: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
            message: string;
            /** @enum {string|null} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation" | null;
            execution_id: string | null;
            /** @description The run that wrote it; null outside of runs */
            run_id: string | null;
            logger: string;
        };
        LogList: {
            task_id: string;
            logs: components["schemas"]["LogEntry"][];
            /** @description Entries that the filters match */
            total: number;
            limit: number;
            /** @description before_id of the next page, null on the last */
            next_before_id: string | null;
        };
        FoundLogEntry: {
            id: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
            /** @enum {string} */
            level: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
            message: string;
            /** @enum {string|null} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation" | null;
            execution_id: string | null;
            /** @description The run that wrote it; null outside of runs */
            run_id: string | null;
            logger: string;
            /** @enum {string|null} */
            step: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation" | null;
            /** @description The id of the entry */
            line_number: number;
        };
        LogFileInfo: {
            exists: boolean;
            /** @description Inside the storage */
            file_path: string;
            file_size: number;
            file_size_formatted: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            last_modified: string | null;
            /** @description Entries of the log of the task, without any filter */
            total_lines: number;
        };
        FoundLogs: {
            task_id: string;
            /** @enum {string} */
            source: "database";
            logs: components["schemas"]["FoundLogEntry"][];
            pagination: components["schemas"]["Pagination"];
            log_file_info: components["schemas"]["LogFileInfo"];
            /** @example 0.012s */
            query_time: string;
        };
        /**
         * @example {
         *       "page": 1,
         *       "page_size": 50,
         *       "level": "ERROR",
         *       "keyword": "timeout"
         *     }
         */
        SearchLogsRequest: {
            /**
             * @description The page, from 1
             * @default 1
             */
            page?: number;
            /**
             * @description Entries a page
             * @default 50
             */
            page_size?: number;
            /**
             * @description Only entries of this level, in any case
             * @enum {string}
             */
            level?: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
            /**
             * @description Only entries from this time on
             * @example 2025-07-01 14:30:00
             */
            start_time?: string;
            /**
             * @description Only entries up to this time
             * @example 2025-07-01 14:30:00
             */
            end_time?: string;
            /** @description Part of the message, in any case */
            keyword?: string;
            /** @description Only entries of this logger */
            logger_name?: string;
            /**
             * @description Only entries of this step
             * @enum {string}
             */
            step_name?: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /** @description Only entries of this execution */
            execution_id?: string;
            /**
             * @description The field that sorts the entries
             * @default timestamp
             * @enum {string}
             */
            sort_by?: "timestamp" | "level" | "logger" | "step" | "line_number";
            /**
             * @description asc: from the least; desc: from the greatest
             * @default desc
             * @enum {string}
             */
            sort_order?: "asc" | "desc";
        };
        BuiltArchive: {
            archive_id: string;
            task_id: string;
            /** @enum {string} */
            delivery: "job";
            /** @enum {string} */
            archive_format: "zip" | "tar.gz";
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed";
            total_files: number;
            file_name: string;
            file_size: number | null;
            file_size_formatted: string | null;
            /** @description SHA-256, hexadecimal */
            content_hash: string | null;
            error_message: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            expires_at: string;
            status_url: string;
            /** @description Serves the archive once its status is completed */
            download_url: string;
        };
        /**
         * @example {
         *       "archive_format": "zip"
         *     }
         */
        ArchiveRequest: {
            /**
             * @description The format of the archive
             * @default zip
             * @enum {string}
             */
            archive_format?: "zip" | "tar.gz";
            /** @description Names as listed, or patterns such as *.ddl; without it, every file */
            files?: string[];
            /**
             * @description direct: the answer is the archive; job: a worker builds it; auto: direct up to 64 MB of files
             * @default auto
             * @enum {string}
             */
            delivery?: "auto" | "direct" | "job";
        };
        /**
         * @example {
         *       "archive_format": "zip",
         *       "task_ids": [
         *         "task_20250627_143052"
         *       ],
         *       "files": [
         *         "qs_*_pair.json"
         *       ]
         *     }
         */
        BatchArchiveRequest: {
            /**
             * @description The format of the archive
             * @default zip
             * @enum {string}
             */
            archive_format?: "zip" | "tar.gz";
            /** @description The tasks whose files the archive holds */
            task_ids: string[];
            /** @description Names as listed, or patterns such as *.ddl; without it, every file */
            files?: string[];
        };
        IntegritySummary: {
            total: number;
            ok: number;
            missing: number;
            changed: number;
            unrecorded: number;
        };
        FileIntegrity: {
            file_name: string;
            /** @enum {string} */
            state: "ok" | "missing" | "changed" | "unrecorded";
            recorded_size: number | null;
            /** @description SHA-256, hexadecimal */
            recorded_hash: string | null;
            actual_size: number | null;
            /** @description SHA-256, hexadecimal */
            actual_hash: string | null;
        };
        IntegrityReport: {
            task_id: string;
            /**
             * @description damaged: a recorded file is missing or changed
             * @enum {string}
             */
            verdict: "intact" | "damaged";
            is_valid: boolean;
            /** @description While a task runs, its files change under the check */
            task_running: boolean;
            summary: components["schemas"]["IntegritySummary"];
            files: components["schemas"]["FileIntegrity"][];
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            checked_at: string;
        };
        CleanedKind: {
            files: number;
            bytes: number;
        };
        CleanedFileView: {
            task_id: string;
            file_name: string;
            /** @enum {string} */
            kind: "leftover" | "archive" | "kept_copy" | "superseded" | "unrecorded" | "newest_run" | "backup" | "orphan";
            file_size: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            modified_at: string;
        };
        CleanupView: {
            dry_run: boolean;
            days_to_keep: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            cutoff: string;
            tasks_examined: number;
            /** @description Left alone because they run */
            tasks_running: string[];
            files_removed: number;
            bytes_freed: number;
            bytes_freed_formatted: string;
            by_kind: {
                [key: string]: components["schemas"]["CleanedKind"];
            };
            /** @description The first thousand */
            files: components["schemas"]["CleanedFileView"][];
        };
        /**
         * @example {
         *       "days_to_keep": 30
         *     }
         */
        CleanupRequest: {
            /**
             * @description Files that changed within these days stay
             * @default 30
             */
            days_to_keep?: number;
            /**
             * @description Dry run: only report what would be removed
             * @default false
             */
            dry_run?: boolean;
            /**
             * @description Also the outputs of the newest run of each step, and uploaded files
             * @default false
             */
            include_newest_runs?: boolean;
            /**
             * @description Also backups of the vector tables in folders of tasks
             * @default false
             */
            include_backups?: boolean;
        };
        UploadedFileInfo: {
            filename: string;
            size: number;
            size_formatted: string;
            /** @description SHA-256, hexadecimal */
            content_hash: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            uploaded_at: string;
            /** @enum {string} */
            overwrite_mode: "backup" | "replace" | "skip";
            existed: boolean;
            /** @enum {string} */
            action: "created" | "replaced" | "skipped";
            download_url: string;
        };
        ReplacedFile: {
            /** @enum {boolean} */
            had_existing_file: true;
            backup_filename: string;
            backup_version: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            backup_created_at: string;
        };
        UploadedFileView: {
            /** @enum {boolean} */
            success: true;
            task_id: string;
            skipped: boolean;
            uploaded_file: components["schemas"]["UploadedFileInfo"];
            backup_info: components["schemas"]["ReplacedFile"] | null;
        };
        FileView: {
            /** @description Path inside the folder of the task */
            file_name: string;
            /** @enum {string} */
            file_type: "ddl" | "markdown" | "json" | "log" | "text" | "sql" | "csv" | "other";
            file_size: number;
            file_size_formatted: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            modified_at: string;
            /** @description SHA-256; null for files that are not recorded, such as the log */
            content_hash: string | null;
            /** @enum {string|null} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation" | null;
            is_primary: boolean;
            download_url: string;
        };
        DirectoryInfo: {
            exists: boolean;
            total_files: number;
            total_size: number;
            total_size_formatted: string;
            /** @description Sub-folders that hold files */
            folders: string[];
        };
        FileList: {
            task_id: string;
            files: components["schemas"]["FileView"][];
            /** @description Files that the filters match */
            total: number;
            limit: number;
            offset: number;
            directory_info: components["schemas"]["DirectoryInfo"];
        };
        DeletedFile: {
            task_id: string;
            file_name: string;
            deleted_size: number;
            deleted_size_formatted: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            deleted_at: string;
        };
        PairLapse: {
            /** @enum {string} */
            code: "question_changed" | "sql_changed" | "table_gone" | "column_gone" | "column_changed" | "table_meaning_changed" | "column_meaning_changed" | "join_changed";
            /** @description The table, column or join */
            what: string | null;
        };
        PairReviewView: {
            /** @enum {string} */
            state: "new" | "approved" | "rejected" | "needs_work";
            /** @description Name of the key */
            by: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            at: string | null;
            comment: string | null;
            /** @description Why the pair is back for review */
            lapses: components["schemas"]["PairLapse"][];
            /**
             * @description The decision that no longer holds
             * @enum {string|null}
             */
            decided: "new" | "approved" | "rejected" | "needs_work" | null;
        };
        PairView: {
            /** @example pair_4a66009b69f19ed2 */
            pair_id: string;
            /**
             * @description For If-Match
             * @example 2-Ab3dE6gH
             */
            version: string;
            /** @example 有多少个服务区？ */
            question: string;
            /** @example SELECT count(*) AS 服务区数量 FROM bss_service_area; */
            sql: string;
            /** @example count */
            kind: string;
            /** @enum {string} */
            source: "model" | "offline" | "uploaded" | "log" | "view" | "sql_file";
            tables: string[];
            /** @enum {string|null} */
            difficulty: "simple" | "moderate" | "challenging" | null;
            file_name: string;
            review: components["schemas"]["PairReviewView"];
            /** @description Reasons to look at it, the weightiest first: lapsed, read_back_differs, unproven, living_mutants, implausible, vacuous_condition, same_result, made_by_model, never_retrieved */
            risks: string[];
            /** @description The file has the edits too; not while the task runs */
            in_file: boolean;
        };
        PairFacets: {
            /** @description Pairs by state */
            states: {
                [key: string]: number;
            };
            kinds: {
                [key: string]: number;
            };
            sources: {
                [key: string]: number;
            };
            difficulties: {
                [key: string]: number;
            };
            risks: {
                [key: string]: number;
            };
            tables: {
                [key: string]: number;
            };
        };
        PairList: {
            task_id: string;
            pairs: components["schemas"]["PairView"][];
            /** @description Pairs that the filters match */
            total: number;
            next_cursor: string | null;
            /** @description Counts over all pairs of the task */
            counts: components["schemas"]["PairFacets"];
        };
        MadePairView: {
            question: string;
            sql: string;
            /**
             * @description What repaired it; null where no report tells
             * @enum {string|null}
             */
            changed_by: "rule" | "model" | null;
        };
        PairTextsView: {
            question: string;
            sql: string;
        };
        PairHistoryEntry: {
            number: number;
            /** @enum {string} */
            action: "decide" | "edit" | "undo";
            /** @enum {string} */
            state: "new" | "approved" | "rejected" | "needs_work";
            comment: string | null;
            question: string;
            sql: string;
            /** @description The texts that it replaced, if it changed any */
            before: components["schemas"]["PairTextsView"] | null;
            by: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            at: string;
            /** @description The bulk action that it was part of */
            batch_id: string | null;
            /** @description The number of the action that it took back */
            undoes: number | null;
        };
        NeighbourView: {
            /** @enum {string} */
            because: "same_result" | "same_tables" | "similar_question";
            pair: components["schemas"]["PairView"];
        };
        PairDetail: {
            /** @example pair_4a66009b69f19ed2 */
            pair_id: string;
            /**
             * @description For If-Match
             * @example 2-Ab3dE6gH
             */
            version: string;
            /** @example 有多少个服务区？ */
            question: string;
            /** @example SELECT count(*) AS 服务区数量 FROM bss_service_area; */
            sql: string;
            /** @example count */
            kind: string;
            /** @enum {string} */
            source: "model" | "offline" | "uploaded" | "log" | "view" | "sql_file";
            tables: string[];
            /** @enum {string|null} */
            difficulty: "simple" | "moderate" | "challenging" | null;
            file_name: string;
            review: components["schemas"]["PairReviewView"];
            /** @description Reasons to look at it, the weightiest first: lapsed, read_back_differs, unproven, living_mutants, implausible, vacuous_condition, same_result, made_by_model, never_retrieved */
            risks: string[];
            /** @description The file has the edits too; not while the task runs */
            in_file: boolean;
            columns: string[];
            /** @description What is proven about it; null while nothing is */
            evidence: {
                [key: string]: unknown;
            } | null;
            /** @description What its evidence has against it, in the language of the request */
            weaknesses: string[];
            /** @description Why it could not be proven, in the language of the request */
            not_proven: string | null;
            /** @description As it was made, if sql_validation changed it */
            made: components["schemas"]["MadePairView"] | null;
            /** @description What people did with it, oldest first */
            history: components["schemas"]["PairHistoryEntry"][];
            /** @description Pairs to compare it with */
            neighbours: components["schemas"]["NeighbourView"][];
        };
        ErrorRate: {
            /** @description 0 to 1 */
            share: number;
            /** @description Lower end of the 95 % interval (Wilson) */
            low: number;
            high: number;
        };
        SpotCheckView: {
            seed: string;
            /** @description Pairs that were drawn */
            n: number;
            /** @description Of them, pairs with a decision */
            judged: number;
            /** @description Of these, rejected or in need of work */
            wrong: number;
            error_rate: components["schemas"]["ErrorRate"] | null;
            pairs: components["schemas"]["PairView"][];
        };
        /**
         * @example {
         *       "n": 30
         *     }
         */
        SpotCheckRequest: {
            /**
             * @description Pairs to draw
             * @default 30
             */
            n?: number;
            /** @description The same seed draws the same pairs; by default a new one */
            seed?: string;
            /**
             * @description Decisions before it do not count, so that decided pairs are judged again
             * @example 2025-07-01 14:30:00
             */
            since?: string;
            /**
             * @description Only pairs from there
             * @enum {string}
             */
            source?: "model" | "offline" | "uploaded" | "log" | "view" | "sql_file";
            /** @description Only pairs of this kind, such as count or top_n */
            kind?: string;
            /** @description Only pairs that read this table: schema.table or table */
            table?: string;
        };
        StatementCheckView: {
            /** @enum {string} */
            status: "valid" | "valid_empty" | "timeout" | "invalid";
            /** @description Why it is not valid */
            problem: string | null;
            sqlstate: string | null;
            /** @description From 1, in characters of the statement */
            position: number | null;
            /** @description The column that the server suggests */
            suggested_column: string | null;
        };
        PreviewColumn: {
            name: string;
            /** @description Its values are personal or secret, so they are masked */
            masked: boolean;
        };
        StatementProofView: {
            /** @description What is proven about the statement */
            evidence: {
                [key: string]: unknown;
            };
            /** @description What it has against the statement, in the language of the request */
            weaknesses: string[];
            /** @description Why it could not be proven */
            not_proven: string | null;
        };
        PairPreviewView: {
            check: components["schemas"]["StatementCheckView"];
            columns: components["schemas"]["PreviewColumn"][];
            /** @description Values as texts; long ones as their size and hash */
            rows: (string | null)[][];
            /** @description The statement gives more rows */
            more: boolean;
            /** @description Of a valid statement; null unless asked for */
            proof: components["schemas"]["StatementProofView"] | null;
        };
        /**
         * @example {
         *       "pair_id": "pair_4a66009b69f19ed2"
         *     }
         */
        PreviewRequest: {
            /** @description The pair whose statement is run */
            pair_id?: string;
            /** @description A statement, with the scope run */
            sql?: string;
            /**
             * @description Most rows of the answer
             * @default 20
             */
            rows?: number;
            /**
             * @description Also proves the statement by execution, if the task has prove_pairs
             * @default false
             */
            prove?: boolean;
        };
        /**
         * @example {
         *       "state": "approved"
         *     }
         */
        ChangePairRequest: {
            /**
             * @description The decision; new takes it back
             * @enum {string}
             */
            state?: "new" | "approved" | "rejected" | "needs_work";
            /** @description A remark; an empty one takes the remark away */
            comment?: string;
            /** @description Another question */
            question?: string;
            /** @description Another statement; it is validated before it is stored */
            sql?: string;
        };
        BulkPairsView: {
            dry_run: boolean;
            /** @description Pairs that are changed, or would be */
            count: number;
            /** @description To undo it as a whole */
            batch_id: string | null;
            /** @description The first twenty of a preview */
            pairs: components["schemas"]["PairView"][];
        };
        /**
         * @example {
         *       "state": "approved",
         *       "filter_kind": "count",
         *       "dry_run": true
         *     }
         */
        BulkPairsRequest: {
            /**
             * @description The decision about all pairs that match
             * @enum {string}
             */
            state: "new" | "approved" | "rejected" | "needs_work";
            /** @description A remark; an empty one takes the remark away */
            comment?: string;
            /**
             * @description Only show which pairs match
             * @default true
             */
            dry_run?: boolean;
            /** @description count of the preview: it has to hold still */
            expected_count?: number;
            /**
             * @description Only pairs in this state of review
             * @enum {string}
             */
            filter_state?: "new" | "approved" | "rejected" | "needs_work";
            /** @description Only pairs of this kind, such as count or top_n */
            filter_kind?: string;
            /**
             * @description Only pairs from there
             * @enum {string}
             */
            filter_source?: "model" | "offline" | "uploaded" | "log" | "view" | "sql_file";
            /** @description Only pairs that read this table: schema.table or table */
            filter_table?: string;
            /**
             * @description Only pairs that are so difficult
             * @enum {string}
             */
            filter_difficulty?: "simple" | "moderate" | "challenging";
            /** @description Only pairs with this text in question, statement or comment, in any case */
            filter_text?: string;
            /**
             * @description Only pairs with this reason to look at them
             * @enum {string}
             */
            filter_risk?: "lapsed" | "read_back_differs" | "unproven" | "living_mutants" | "implausible" | "vacuous_condition" | "same_result" | "made_by_model" | "never_retrieved";
        };
        UndonePairs: {
            pair_ids: string[];
        };
        /** @example {} */
        UndoRequest: {
            /** @description A bulk action of this key; by default the last action of this key on the task */
            batch_id?: string;
        };
        CoveredPart: {
            covered: number;
            total: number;
            /** @description Names without a valid pair */
            missing: string[];
        };
        MeasuredCoverage: {
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            measured_at: string;
            tables: components["schemas"]["CoveredPart"];
            columns: components["schemas"]["CoveredPart"];
            /** @description Declared joins */
            foreign_keys: components["schemas"]["CoveredPart"];
        };
        AskedName: {
            name: string;
            /** @description How often statements that read it ran */
            calls: number;
        };
        NotLearntForm: {
            /** @description The statement with names and values masked */
            skeleton: string;
            tables: string[];
            columns: string[];
            joins: string[];
            calls: number;
            /** @description What kept it from becoming a pair, such as window, no_rows or enough */
            slots: string[];
        };
        AskedCoverage: {
            /** @description Forms of statements about the tables of the task */
            forms: number;
            /** @description Forms that became pairs */
            pairs: number;
            /** @description Tables that are asked for and have no pair, most calls first */
            tables: components["schemas"]["AskedName"][];
            /** @description Joins that are asked for and have no pair */
            joins: components["schemas"]["AskedName"][];
            /** @description Tables that are asked for and not listed in the task */
            other_tables: components["schemas"]["AskedName"][];
            /** @description Forms without a pair, most calls first; at most 100 */
            not_learnt: components["schemas"]["NotLearntForm"][];
            /** @description All forms without a pair */
            not_learnt_total: number;
        };
        TaskCoverage: {
            task_id: string;
            /** @description What valid pairs cover; null before sql_validation */
            measured: components["schemas"]["MeasuredCoverage"] | null;
            /** @description What real SQL asks and no pair does; null where the task has read none (learn_from) */
            asked: components["schemas"]["AskedCoverage"] | null;
        };
        ModelOverview: {
            task_id: string;
            /** @description In the order of the catalog */
            tables: string[];
            /** @description Of each table: its names in both languages, its synonyms and its comment */
            words: {
                [key: string]: string;
            };
            relationships: number;
            metrics: number;
        };
        ModelEvidence: {
            /**
             * @description declared by a constraint or a type; other: a text that a person wrote
             * @enum {string}
             */
            source: "declared" | "data" | "comment" | "name" | "model" | "person" | "other";
            /** @description 0 to 1; 1 for what is declared and for what a person says */
            confidence: number;
            /** @description The fact behind it, in the language of the request where it is known */
            reason: string | null;
        };
        ModelStatement: {
            /**
             * @description Key in semantic_model.yaml
             * @example role
             */
            key: string;
            /** @description The value as the file has it; null where a person took it back */
            value: (string | number | boolean | unknown[] | {
                [key: string]: unknown;
            }) | null;
            /** @description Null for what is a default */
            evidence: components["schemas"]["ModelEvidence"] | null;
            /** @description A person gave it back to the database: the next run of ddl_generation derives it */
            follows: boolean;
            /** @description Name of the key that set it here; null for other origins */
            set_by: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            set_at: string | null;
        };
        ModelItem: {
            /** @enum {string} */
            part: "table" | "column" | "relationship" | "metric";
            /** @example public.bss_company */
            table: string;
            /** @description Of the column, join or metric */
            name: string | null;
            /**
             * @description For If-Match
             * @example Ab3dE6gH-_12
             */
            version: string;
            statements: components["schemas"]["ModelStatement"][];
        };
        ModelJoin: {
            /** @enum {string} */
            part: "table" | "column" | "relationship" | "metric";
            /** @example public.bss_company */
            table: string;
            /** @description Of the column, join or metric */
            name: string | null;
            /**
             * @description For If-Match
             * @example Ab3dE6gH-_12
             */
            version: string;
            statements: components["schemas"]["ModelStatement"][];
            from: string;
            from_columns: string[];
            to: string;
            to_columns: string[];
            /**
             * @description A hint is never used in a pair
             * @enum {string}
             */
            standing: "fact" | "hint" | "rejected";
            /** @description The strongest first */
            evidence: components["schemas"]["ModelEvidence"][];
        };
        ProfileValue: {
            value: string;
            /** @description Of all rows, 0 to 1 */
            share: number | null;
        };
        ColumnProfile: {
            name: string;
            /** @example numeric(10,2) */
            type: string;
            /** @description Personal or secret: its values are not shown */
            sensitive: boolean;
            /** @description Rows with NULL, 0 to 1; null when not measured */
            null_share: number | null;
            /** @description Distinct values */
            distinct: number | null;
            min: string | null;
            max: string | null;
            /** @description Values that part the rows into about equal quarters */
            quartiles: string[];
            /** @description Frequent first */
            values: components["schemas"]["ProfileValue"][];
            /** @description values are all that occur */
            values_complete: boolean;
        };
        ModelProfile: {
            /** @description Rows of the table */
            rows: number | null;
            columns: components["schemas"]["ColumnProfile"][];
        };
        ModelTableView: {
            task_id: string;
            table: components["schemas"]["ModelItem"];
            columns: components["schemas"]["ModelItem"][];
            /** @description Joins from and to the table, the rejected ones too */
            relationships: components["schemas"]["ModelJoin"][];
            metrics: components["schemas"]["ModelItem"][];
            /** @description Figures of the columns; null without a run */
            profile: components["schemas"]["ModelProfile"] | null;
            /** @description Completed steps of the task that had read something else */
            stale_steps: ("ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation")[];
        };
        ModelEditChangeView: {
            key: string;
            /** @description Null where the file had none */
            before: (string | number | boolean | unknown[] | {
                [key: string]: unknown;
            }) | null;
            after: (string | number | boolean | unknown[] | {
                [key: string]: unknown;
            }) | null;
        };
        ModelEditView: {
            /** @description From 1 in each task */
            number: number;
            /** @enum {string} */
            action: "edit" | "add" | "undo";
            /** @enum {string} */
            part: "table" | "column" | "relationship" | "metric";
            table: string;
            name: string | null;
            changes: components["schemas"]["ModelEditChangeView"][];
            /** @description Name of the key */
            by: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            at: string;
            /** @description Number of the edit that was taken back */
            undoes: number | null;
        };
        ModelEditList: {
            task_id: string;
            /** @description The newest first */
            edits: components["schemas"]["ModelEditView"][];
        };
        /**
         * @example {
         *       "part": "column",
         *       "table": "public.bss_company",
         *       "name": "company_name",
         *       "set": {
         *         "label": {
         *           "zh": "公司名称",
         *           "en": "company name"
         *         },
         *         "role": "text"
         *       }
         *     }
         */
        ModelChangeRequest: {
            /**
             * @description What the statements are about
             * @enum {string}
             */
            part: "table" | "column" | "relationship" | "metric";
            /** @description The table, as schema.table; of a join the one that it starts from */
            table: string;
            /** @description Name of the column, join or metric */
            name?: string;
            /** @description Statements by their key in semantic_model.yaml, such as label, role, unit, values or standing; null takes back what the database says */
            set?: {
                [key: string]: unknown;
            };
            /** @description Keys of statements that follow the database again; the next run of ddl_generation derives them */
            follow?: string[];
        };
        /**
         * @example {
         *       "from": "public.bss_service_area",
         *       "from_columns": [
         *         "company_id"
         *       ],
         *       "to": "public.bss_company",
         *       "to_columns": [
         *         "id"
         *       ]
         *     }
         */
        NewJoinRequest: {
            /** @description The table that refers to the other one, as schema.table */
            from: string;
            /** @description Its columns */
            from_columns: string[];
            /** @description The other table, as schema.table */
            to: string;
            /** @description The columns that they are compared with, in the same order */
            to_columns: string[];
            /** @description More statements about the join, such as role, cardinality, optional or condition */
            set?: {
                [key: string]: unknown;
            };
        };
        /** @example {} */
        ModelUndoRequest: {
            /** @description Number of the edit; by default the last edit of this key that stands */
            number?: number;
        };
        ScheduleView: {
            task_id: string;
            task_name: string | null;
            schedule: string;
            time_zone: string;
            clean_existing_files: boolean;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            next_run_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            last_started_at: string | null;
            /** @description Code of the error that kept the newest turn from starting, such as task_running */
            last_refusal: string | null;
        };
        ScheduleList: {
            schedules: components["schemas"]["ScheduleView"][];
            total: number;
            limit: number;
            offset: number;
        };
        ScheduleRequest: {
            /**
             * @description Cron expression of five fields: minute, hour, day of month, month, day of week
             * @example 0 2 * * *
             */
            schedule: string;
            /** @description IANA name; by default the zone of the installation */
            time_zone?: string;
            /**
             * @description As in execute
             * @default false
             */
            clean_existing_files?: boolean;
        };
        RemovedSchedule: {
            task_id: string;
            /** @enum {boolean} */
            removed: true;
        };
        ListedTable: {
            name: string;
            /** @enum {string} */
            kind: "table" | "partitioned_table" | "view" | "materialized_view" | "foreign_table";
            comment: string | null;
        };
        ConnectionInfo: {
            database: string;
        };
        ListedTables: {
            /** @description schema.table, sorted */
            tables: string[];
            total: number;
            schemas: string[];
            table_name_pattern: string | null;
            details: components["schemas"]["ListedTable"][];
            db_connection_info: components["schemas"]["ConnectionInfo"];
        };
        /**
         * @example {
         *       "schema": "public",
         *       "table_name_pattern": "bss_*"
         *     }
         */
        ListTablesRequest: {
            /** @description postgresql://user:password@host:port/database, on an allowed host; by default the configured database */
            db_connection?: string;
            /**
             * @description Schemas with commas between them; * for all
             * @default public
             */
            schema?: string;
            /** @description Names with * or % for any text: bss_* */
            table_name_pattern?: string;
            /**
             * @description Views, materialized views and foreign tables as well
             * @default false
             */
            include_views?: boolean;
        };
        TableInfo: {
            table_name: string;
            schema_name: string;
            full_name: string;
            /** @enum {string} */
            kind: "table" | "partitioned_table" | "view" | "materialized_view" | "foreign_table";
            comment: string | null;
            field_count: number;
            /** @description An estimate for big tables */
            row_count: number | null;
            table_size: string | null;
        };
        DocumentedColumn: {
            name: string;
            type: string;
            nullable: boolean;
            comment: string | null;
            is_primary_key: boolean;
            is_foreign_key: boolean;
            default_value: string | null;
            is_enum: boolean;
            enum_values: string[] | null;
        };
        GenerationInfo: {
            business_context: string | null;
            /** @enum {string} */
            output_type: "ddl" | "md" | "both";
            has_llm_comments: boolean;
            /** @enum {string} */
            language: "zh" | "en";
            database: string;
        };
        DocumentedTable: {
            ddl?: string;
            md?: string;
            table_info: components["schemas"]["TableInfo"];
            fields: components["schemas"]["DocumentedColumn"][];
            generation_info: components["schemas"]["GenerationInfo"];
        };
        /**
         * @example {
         *       "table": "public.bss_company",
         *       "type": "both"
         *     }
         */
        DocumentTableRequest: {
            /** @description schema.table or table */
            table: string;
            /** @description postgresql://user:password@host:port/database, on an allowed host; by default the configured database */
            db_connection?: string;
            /** @description What the database is about; with it a configured model proposes the comments that are missing */
            business_context?: string;
            /**
             * @description The documents of the answer
             * @default ddl
             * @enum {string}
             */
            type?: "ddl" | "md" | "both";
            /**
             * @description By default that of business_context, else zh
             * @enum {string}
             */
            language?: "zh" | "en";
        };
        AlteredColumn: {
            column: string;
            /** @description Its definition in the documents */
            before: string;
            /** @description Its definition in the database */
            after: string;
        };
        AlteredTableView: {
            table: string;
            added_columns: string[];
            removed_columns: string[];
            altered_columns: components["schemas"]["AlteredColumn"][];
            /** @description Constraints, indexes, partitions, the query of a view, the comment */
            added_rules: string[];
            removed_rules: string[];
        };
        TableDiff: {
            checked: number;
            /** @description In the table list and the database, but not documented */
            added: string[];
            /** @description Documented, but not in the database any more, or not readable */
            removed: string[];
            altered: components["schemas"]["AlteredTableView"][];
        };
        StalePairView: {
            id: string;
            question: string;
            sql: string;
            /** @description Why the database does not accept the statement */
            reason: string;
        };
        PairDiff: {
            checked: number;
            stale: components["schemas"]["StalePairView"][];
        };
        TaskDiff: {
            task_id: string;
            /** @description The database that was asked: host:port/name */
            database: string;
            /** @description When the documents were made, as the files say */
            documented_at: string;
            /** @description No table and no pair differs */
            up_to_date: boolean;
            tables: components["schemas"]["TableDiff"];
            pairs: components["schemas"]["PairDiff"];
        };
        Liveness: {
            /** @enum {string} */
            status: "ok";
            /** @description Version of the product */
            version: string;
        };
        TrainingRecord: {
            id: string;
            collection: string;
            /** @description The text that readers of the store get, and that was embedded */
            document: string;
            /** @description The source of the record: {database}/{collection}/{file or pair} */
            source: string | null;
            /** @description Every task that loaded it */
            tasks: string[];
            embedding_model: string | null;
        };
        TrainingDataList: {
            task_id: string;
            records: components["schemas"]["TrainingRecord"][];
            /** @description Records that the filters match */
            total: number;
            limit: number;
            /** @description after of the next page, null on the last */
            next_after: string | null;
        };
        RemovedTrainingData: {
            task_id: string;
            /** @description Records deleted */
            removed: number;
            /** @description Records that other tasks also loaded; they no longer name this task */
            kept_for_other_tasks: number;
            /** @description Exported files that were deleted from the folder of the task */
            removed_files: string[];
        };
        StartedOperation: {
            response: string;
            operation_id: string;
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            operation_url: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
        };
        BackedUpTable: {
            /** @enum {boolean} */
            success: true;
            row_count: number;
            /** @example 764.0 KB */
            file_size: string;
            file_size_bytes: number;
            backup_file: string;
            sha256: string;
            duration: number;
        };
        Increment: {
            base_timestamp: string;
            deleted_file: string;
            deleted_rows: number;
            /** @description Of the table, at the snapshot */
            total_rows: number;
        };
        BackupAnswer: {
            response: string;
            operation_id?: string;
            backup_performed: boolean;
            truncate_performed: boolean;
            backup_directory?: string;
            backup_timestamp?: string;
            manifest_file?: string;
            /** @description The log of this backup; null: it could not be written */
            log_file?: string | null;
            tables_backed_up?: {
                [key: string]: components["schemas"]["BackedUpTable"];
            };
            truncate_results?: {
                [key: string]: unknown;
            };
            /** @description Of the key of its files; null: not encrypted */
            encryption_key_id?: string | null;
            /** @description null: a backup of all rows */
            incremental?: components["schemas"]["Increment"] | null;
            errors?: string[];
            /** @description Seconds */
            duration?: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
        };
        /**
         * @example {
         *       "task_id": "task_20250721_213627",
         *       "truncate_vector_tables": false
         *     }
         */
        BackupRequest: {
            /** @description Back up into the folder of this task; without it, into the folder of all */
            task_id?: string | null;
            /**
             * Format: password
             * @description postgresql://user:password@host:port/database; the configured vector database when absent
             */
            db_connection?: string | null;
            /**
             * @description Empty langchain_pg_embedding and data_pipeline_records once they are backed up
             * @default false
             */
            truncate_vector_tables?: boolean;
            /**
             * @description Truncating forces it
             * @default true
             */
            backup_vector_tables?: boolean;
            /**
             * @description binary is COPY BINARY: a third of the size
             * @default csv
             * @enum {string}
             */
            format?: "csv" | "binary";
            /**
             * @description Compression of the files
             * @default none
             * @enum {string}
             */
            compression?: "none" | "gzip" | "zstd";
            /**
             * @description The tables to back up; data_pipeline_records, if there is such a table
             * @default [
             *       "langchain_pg_collection",
             *       "langchain_pg_embedding",
             *       "data_pipeline_records"
             *     ]
             */
            tables?: ("langchain_pg_collection" | "langchain_pg_embedding" | "data_pipeline_records")[];
            /** @description Connections that read at a time, on one snapshot */
            parallel?: number | null;
            /**
             * @description Only rows that the newest backup of the folder does not have, and the keys of rows deleted since
             * @default false
             */
            incremental?: boolean;
            /**
             * @description Restore the backup into a scratch schema afterwards, and compare
             * @default false
             */
            verify?: boolean;
            /**
             * @description Answer 202 at once, with the id of the operation
             * @default false
             */
            async?: boolean;
        };
        BackupCopy: {
            /**
             * @description verified: every file has the hash of the manifest
             * @enum {string}
             */
            state: "verified" | "pending" | "failed" | "missing" | "unknown";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            copied_at: string | null;
            /** @description Why there is no copy yet */
            problem: string | null;
        };
        ListedBackup: {
            timestamp: string;
            collection_file: string;
            embedding_file: string;
            collection_size: string;
            embedding_size: string;
            backup_date: string;
            /** @enum {string} */
            format: "csv" | "binary";
            /** @enum {string} */
            compression: "none" | "gzip" | "zstd";
            /** @description Of the key of its files; null: not encrypted */
            encryption_key_id: string | null;
            /** @description false: the service lacks the key, and problem tells what to set */
            can_decrypt: boolean;
            has_log: boolean;
            log_file: string | null;
            has_manifest: boolean;
            /** @description Restored together with the backups that it is based on */
            incremental: boolean;
            /** @description Of an incremental backup: the backup that it is based on */
            base_timestamp: string | null;
            /** @description Of its data files */
            size_bytes: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /** @description That a restore gives, with those of its bases; null without a manifest */
            rows: number | null;
            verified: boolean;
            /**
             * @description Of the newest verification, unless a later one found it bad
             * @example 2025-07-01T14:30:52+08:00
             */
            verified_at: string | null;
            /** @description Seconds to check and load the files, as the verification measured */
            restore_seconds: number | null;
            /**
             * @description When a verification found it bad; null if the newest one did not
             * @example 2025-07-01T14:30:52+08:00
             */
            damaged_at: string | null;
            /**
             * @description copy: only the second storage has it
             * @enum {string}
             */
            storage: "first" | "copy";
            /** @description On the second storage; null: there is none */
            copy: components["schemas"]["BackupCopy"] | null;
            /** @description Every file that the manifest lists is there in its size, and no other */
            complete: boolean;
            /** @description The manifest or the files that are wrong, or what a verification found */
            problem: string | null;
        };
        BackupLocationView: {
            /** @enum {string} */
            type: "global" | "task";
            /** @example data_pipeline/training_data/vector_bak */
            relative_path: string;
            task_id?: string;
            backups: components["schemas"]["ListedBackup"][];
        };
        BackupSummary: {
            total_locations: number;
            total_backup_sets: number;
            global_backups: number;
            task_backups: number;
            /** @description Cron expression of scheduled backups (VECTOR_BACKUP_SCHEDULE) */
            schedule: string | null;
            /** @description Cron expression of the verifications of old backups (VECTOR_BACKUP_VERIFY_SCHEDULE) */
            verify_schedule: string | null;
            /** @description The newest backups that each location keeps (VECTOR_BACKUP_KEEP); see /vector/retention */
            keep: number | null;
            /** @description Backups without a verified copy on the second storage (VECTOR_BACKUP_COPY_URL); null: there is none */
            copies_missing: number | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            scan_time: string;
        };
        BackupList: {
            response: string;
            backup_locations: components["schemas"]["BackupLocationView"][];
            summary: components["schemas"]["BackupSummary"];
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
        };
        RestoredTable: {
            /** @enum {boolean} */
            success: true;
            source_file: string;
            rows_restored: number;
            rows_skipped: number;
            file_size: string;
            duration: number;
        };
        RestoredBackup: {
            backup_path: string;
            timestamp: string;
            backup_date: string;
        };
        RestoreAnswer: {
            response: string;
            operation_id?: string;
            restore_performed: boolean;
            truncate_performed: boolean;
            backup_info?: components["schemas"]["RestoredBackup"];
            truncate_results?: {
                [key: string]: unknown;
            };
            restore_results?: {
                [key: string]: components["schemas"]["RestoredTable"];
            };
            indexes_rebuilt?: string[];
            verification?: {
                [key: string]: unknown;
            } | null;
            errors?: string[];
            duration?: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
        };
        /**
         * @example {
         *       "backup_path": "data_pipeline/training_data/vector_bak",
         *       "timestamp": "20250722_010318"
         *     }
         */
        RestoreRequest: {
            /** @description A relative_path of restore/list; the folder of all when absent */
            backup_path?: string;
            /** @description Needed without operation_id */
            timestamp?: string;
            /** @description The backup that this operation made */
            operation_id?: string;
            /**
             * @description The storage to read: auto is the copy if the first storage does not have the backup any more
             * @default auto
             * @enum {string}
             */
            storage?: "auto" | "first" | "copy";
            /**
             * Format: password
             * @description postgresql://user:password@host:port/database; the configured vector database when absent
             */
            db_connection?: string | null;
            /**
             * @description Answer 202 at once, with the id of the operation
             * @default false
             */
            async?: boolean;
            /**
             * @description The tables to restore; data_pipeline_records, if the backup has it; nothing is restored for an empty list
             * @default [
             *       "langchain_pg_collection",
             *       "langchain_pg_embedding",
             *       "data_pipeline_records"
             *     ]
             */
            tables?: ("langchain_pg_collection" | "langchain_pg_embedding" | "data_pipeline_records")[];
            /**
             * @description Empty the tables first, in the same transaction
             * @default false
             */
            truncate_before_restore?: boolean;
            /**
             * @description For rows whose id the target has already
             * @default error
             * @enum {string}
             */
            on_conflict?: "error" | "skip" | "replace";
            /** @description Restore into this schema, which is made with its tables where it is absent */
            schema?: string;
            /**
             * @description Drop indexes for the load of an empty table
             * @default auto
             * @enum {string}
             */
            rebuild_indexes?: "auto" | "always" | "never";
            /**
             * @description Read everything back before the commit and compare
             * @default false
             */
            verify?: boolean;
        };
        VerifiedTable: {
            rows: number;
            content_compared: boolean;
        };
        VerifyAnswer: {
            response: string;
            operation_id: string;
            /** @enum {boolean} */
            verified: true;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            verified_at: string;
            tables: {
                [key: string]: components["schemas"]["VerifiedTable"];
            };
            /** @description Columns that a restore into an empty database refuses to recreate */
            not_recreated: string[];
            /** @description Of the key of its files; null: they are not encrypted */
            encryption_key_id: string | null;
            /** @description What a person should look at */
            errors: string[];
            /** @description Seconds that a restore needs to check and load the files, without indexes */
            restore_seconds: number;
            duration: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
        };
        /**
         * @example {
         *       "timestamp": "20250722_010318"
         *     }
         */
        VerifyRequest: {
            /** @description A relative_path of restore/list; the folder of all when absent */
            backup_path?: string;
            /** @description Needed without operation_id */
            timestamp?: string;
            /** @description The backup that this operation made */
            operation_id?: string;
            /**
             * @description The storage to read: auto is the copy if the first storage does not have the backup any more
             * @default auto
             * @enum {string}
             */
            storage?: "auto" | "first" | "copy";
            /**
             * Format: password
             * @description postgresql://user:password@host:port/database; the configured vector database when absent
             */
            db_connection?: string | null;
            /**
             * @description Answer 202 at once, with the id of the operation
             * @default false
             */
            async?: boolean;
        };
        RetentionRulesView: {
            /**
             * @description The newest ones (VECTOR_BACKUP_KEEP)
             * @example null
             */
            keep: number | null;
            /**
             * @description Those that are not older (VECTOR_BACKUP_KEEP_DAYS)
             * @example null
             */
            keep_days: number | null;
            /**
             * @description The newest of each of the last days with a backup
             * @example null
             */
            keep_daily: number | null;
            /**
             * @description The newest of each of the last ISO weeks with a backup
             * @example null
             */
            keep_weekly: number | null;
            /**
             * @description The newest of each of the last months with a backup
             * @example null
             */
            keep_monthly: number | null;
        };
        RetainedBackupView: {
            /** @example 20250721_234914 */
            timestamp: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /** @description Of all its files */
            size_bytes: number;
            keeps: boolean;
            reasons: ("no_rules" | "newest" | "count" | "age" | "daily" | "weekly" | "monthly" | "last_verified" | "base" | "not_counted_recent" | "no_rule" | "not_counted_old")[];
            /** @description The reasons as a sentence */
            explanation: string;
        };
        RetentionLocation: {
            /** @enum {string} */
            type: "global" | "task";
            /** @example data_pipeline/training_data/vector_bak */
            relative_path: string;
            task_id?: string;
            backups: components["schemas"]["RetainedBackupView"][];
        };
        RetentionPreview: {
            /** @description A backup stays if any rule keeps it; null: not a rule */
            rules: components["schemas"]["RetentionRulesView"];
            /**
             * @description Of days, weeks and months
             * @example Asia/Shanghai
             */
            time_zone: string;
            locations: components["schemas"]["RetentionLocation"][];
            /** @description Backups that would be removed after the next backup of their location */
            removed_backups: number;
            removed_bytes: number;
        };
        OperationError: {
            code: string;
            message: string;
            details: {
                [key: string]: unknown;
            };
        };
        OperationFile: {
            file_name: string;
            download_url: string;
        };
        OperationView: {
            operation_id: string;
            /** @enum {string} */
            kind: "backup" | "restore" | "verify" | "copy";
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            task_id: string | null;
            parameters: {
                [key: string]: unknown;
            };
            /** @description phase, table, rows, total_rows, bytes, rows_per_second, bytes_per_second, expected_end */
            progress: {
                [key: string]: unknown;
            } | null;
            result: {
                [key: string]: unknown;
            } | null;
            error: components["schemas"]["OperationError"] | null;
            /** @description Set while it waits for an outage to end */
            waiting: components["schemas"]["Waiting"] | null;
            cancel_requested: boolean;
            attempts: number;
            worker_id: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            files: components["schemas"]["OperationFile"][];
        };
        OperationList: {
            operations: components["schemas"]["OperationView"][];
            total: number;
            limit: number;
            offset: number;
        };
        CancelledOperation: {
            operation_id: string;
            /**
             * @description running: it was asked to stop and ends shortly
             * @enum {string}
             */
            status: "cancelled" | "running";
            /** @enum {boolean} */
            cancel_requested: true;
        };
        RemovedOperation: {
            operation_id: string;
            removed_files: string[];
        };
        /**
         * @example {
         *       "model": "built-in-zh-en-v1-768",
         *       "input": [
         *         "哪个服务区的营业额最高？"
         *       ]
         *     }
         */
        EmbeddingsRequest: {
            /** @description A name of GET /v1/models: the model of the store, with :query or :document for one side of it */
            model: string;
            /** @description A text, or up to 2,048 texts; no tokens */
            input: string[] | string;
            /**
             * @description base64: the numbers as little-endian float32
             * @default float
             * @enum {string}
             */
            encoding_format?: "float" | "base64";
            /** @description Only the dimensions of the store: shorter vectors could not be compared with it */
            dimensions?: number;
            /** @description Taken as OpenAI takes it, and not used */
            user?: string;
        };
        Embedding: {
            /** @enum {string} */
            object: "embedding";
            /**
             * @description Place of the text in input
             * @example 0
             */
            index: number;
            /** @description A vector of length 1 */
            embedding: number[] | string;
        };
        EmbeddingUsage: {
            /** @description An estimate */
            prompt_tokens: number;
            total_tokens: number;
        };
        EmbeddingList: {
            /** @enum {string} */
            object: "list";
            data: components["schemas"]["Embedding"][];
            /**
             * @description As it was asked for
             * @example built-in-zh-en-v1-768
             */
            model: string;
            usage: components["schemas"]["EmbeddingUsage"];
        };
        OpenAiErrorBody: {
            /** @description The sentence about this error */
            message: string;
            /** @example invalid_request_error */
            type: string;
            /**
             * @description The field that is wrong
             * @example input
             */
            param: string | null;
            /** @example request_invalid */
            code: string | null;
        };
        OpenAiFailure: {
            error: components["schemas"]["OpenAiErrorBody"];
        };
        EmbeddingModel: {
            /**
             * @description The name to send as model
             * @example built-in-zh-en-v1-768:query
             */
            id: string;
            /** @enum {string} */
            object: "model";
            /**
             * @description Always 0
             * @example 0
             */
            created: number;
            /** @example data-pipeline */
            owned_by: string;
            /**
             * @description The side of the model: of questions, or of stored texts
             * @enum {string}
             */
            purpose: "query" | "document";
        };
        EmbeddingModelList: {
            /** @enum {string} */
            object: "list";
            data: components["schemas"]["EmbeddingModel"][];
        };
        FoundText: {
            id: string;
            /** @description Orders the hits of one answer; in mode vector the cosine similarity */
            score: number;
            /** @description Rank by vectors, from 1 */
            vector_rank: number | null;
            /** @description Cosine similarity, -1 to 1 */
            similarity: number | null;
            /** @description Rank by words, from 1 */
            lexical_rank: number | null;
            /** @description Words of the question that the record has */
            matched_terms: string[];
            /** @description The table of a better hit that its table joins, where that raised it */
            joined_to: string | null;
            /** @description The business database that it is about */
            db_name: string | null;
            /** @description The tasks that loaded it */
            tasks: string[];
            /** @description The text of the record */
            document: string;
        };
        FoundPair: {
            id: string;
            /** @description Orders the hits of one answer; in mode vector the cosine similarity */
            score: number;
            /** @description Rank by vectors, from 1 */
            vector_rank: number | null;
            /** @description Cosine similarity, -1 to 1 */
            similarity: number | null;
            /** @description Rank by words, from 1 */
            lexical_rank: number | null;
            /** @description Words of the question that the record has */
            matched_terms: string[];
            /** @description The table of a better hit that its table joins, where that raised it */
            joined_to: string | null;
            /** @description The business database that it is about */
            db_name: string | null;
            /** @description The tasks that loaded it */
            tasks: string[];
            /** @description Null where another program has written the record in a form of its own */
            question: string | null;
            sql: string;
        };
        SearchAnswer: {
            /**
             * @description How the store was searched
             * @enum {string}
             */
            mode: "hybrid" | "vector";
            /** @description The model of the vectors */
            embedding_model: string;
            /** @description What differs from the request, such as a store without words */
            notes: string[];
            ddl: components["schemas"]["FoundText"][];
            documents: components["schemas"]["FoundText"][];
            pairs: components["schemas"]["FoundPair"][];
        };
        /**
         * @example {
         *       "question": "哪个服务区的营业额最高？",
         *       "mode": "hybrid",
         *       "pairs": 3
         *     }
         */
        SearchRequest: {
            /** @description In Chinese, English or both */
            question: string;
            /**
             * @description hybrid: by vectors and words; vector: by vectors alone, as Vanna searches
             * @default hybrid
             * @enum {string}
             */
            mode?: "hybrid" | "vector";
            /** @description Only records that this task loaded */
            task_id?: string;
            /** @description Only records about this business database */
            db_name?: string;
            /**
             * @description Most hits among the DDL
             * @default 10
             */
            ddl?: number;
            /**
             * @description Most hits among the documents
             * @default 10
             */
            documents?: number;
            /**
             * @description Most hits among the pairs
             * @default 10
             */
            pairs?: number;
        };
        ContextTableAnswer: {
            /**
             * @description schema.table
             * @example public.bss_service_area
             */
            name: string;
            /** @description The business database that it is of */
            db_name: string | null;
            /**
             * @description found: by the search; pair: a pair reads it; join: between two others
             * @enum {string}
             */
            reason: "found" | "pair" | "join";
            /** @example create table public.bss_service_area (…) */
            ddl: string;
            /** @description What its document says beyond the DDL, cut by importance */
            document: string | null;
        };
        ContextJoin: {
            /** @example public.bss_branch.service_area_id = public.bss_service_area.id */
            condition: string;
            /** @description By a foreign key; otherwise inferred */
            declared: boolean;
        };
        ContextPair: {
            /** @example 有多少个服务区？ */
            question: string;
            /** @example SELECT count(*) FROM bss_service_area; */
            sql: string;
        };
        ContextLeftOut: {
            /** @enum {string} */
            kind: "table" | "columns" | "document" | "pair";
            /** @description Name of the table, or the question of the pair */
            name: string;
        };
        ContextAnswer: {
            /**
             * @description How the store was searched
             * @enum {string}
             */
            mode: "hybrid" | "vector";
            /** @description The model of the vectors */
            embedding_model: string;
            /** @description What differs from the request, such as a store without words */
            notes: string[];
            /** @description Of the context as text, estimated */
            tokens: number;
            /** @description The context; with format text */
            text?: string;
            /** @description With format json */
            tables?: components["schemas"]["ContextTableAnswer"][];
            /** @description Joins between these tables; with format json */
            joins?: components["schemas"]["ContextJoin"][];
            /** @description Documents that people or other programs have written; with format json */
            documents?: string[];
            /** @description With format json */
            pairs?: components["schemas"]["ContextPair"][];
            /** @description What was found and did not fit */
            left_out: components["schemas"]["ContextLeftOut"][];
        };
        /**
         * @example {
         *       "question": "哪个服务区的营业额最高？",
         *       "max_tokens": 6000
         *     }
         */
        ContextRequest: {
            /** @description In Chinese, English or both */
            question: string;
            /**
             * @description hybrid: by vectors and words; vector: by vectors alone, as Vanna searches
             * @default hybrid
             * @enum {string}
             */
            mode?: "hybrid" | "vector";
            /** @description Only records that this task loaded */
            task_id?: string;
            /** @description Only records about this business database */
            db_name?: string;
            /**
             * @description Of the context as text, by an estimate for both languages
             * @default 14000
             */
            max_tokens?: number;
            /**
             * @description Most tables that the search brings; pairs and joins may bring more
             * @default 10
             */
            max_tables?: number;
            /**
             * @description Most pairs
             * @default 8
             */
            max_pairs?: number;
            /**
             * @description text: the whole as one text for a prompt
             * @default json
             * @enum {string}
             */
            format?: "json" | "text";
            /**
             * @description Of the headings of the text; by default that of Accept-Language
             * @enum {string}
             */
            language?: "zh" | "en";
        };
        QuestionSetView: {
            set_id: string;
            name: string;
            /** @description uploaded, held_out (by qa_generation) or log */
            origin: string;
            task_id: string | null;
            db_name: string;
            question_count: number;
            /** @description SHA-256 of its questions */
            content_hash: string;
            /** @description Name of the key that created it */
            created_by: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
        };
        /**
         * @example {
         *       "name": "经营分析 2025",
         *       "questions": [
         *         {
         *           "question": "有多少个服务区？",
         *           "gold_sql": [
         *             "SELECT count(*) FROM bss_service_area"
         *           ]
         *         }
         *       ]
         *     }
         */
        QuestionSetRequest: {
            /** @description A name for people */
            name: string;
            /** @description id, question, gold_sql (a text or several), language, hint, unanswerable; also the names that IBM, BIRD, Spider and Google use */
            questions: {
                [key: string]: unknown;
            }[];
            /** @description The task that the set is for; its database runs the gold statements */
            task_id?: string;
            /** @description The business database that it is for; by default that of the task, or the configured one */
            db_name?: string;
            /**
             * @description Run each gold statement until its first row, instead of only planning it
             * @default true
             */
            execute_sql?: boolean;
        };
        HeldOutSetRequest: {
            /** @description The task whose qa_generation has kept questions back */
            task_id: string;
        };
        LearntSetRequest: {
            /** @description The task whose qa_generation has learnt from real SQL */
            task_id: string;
        };
        QuestionSetList: {
            question_sets: components["schemas"]["QuestionSetView"][];
            total: number;
            limit: number;
            offset: number;
        };
        QuestionView: {
            /** @description From 0 */
            position: number;
            id: string;
            question: string;
            /** @description Any of them is right; none for an unanswerable question */
            gold_sql: string[];
            language: string | null;
            /** @description uploaded, log, paraphrase, other_language, other_values, held_out or unanswerable */
            origin: string;
            unanswerable: boolean;
            hint: string | null;
        };
        QuestionPage: {
            questions: components["schemas"]["QuestionView"][];
            /** @description `after` of the next page; null at the end */
            next_after: number | null;
        };
        RemovedQuestionSet: {
            set_id: string;
            /** @description Evaluations that went with it */
            removed_evaluations: number;
        };
        EvaluationBudget: {
            /** @description Most questions, evenly spread over the set */
            max_questions?: number;
            /** @description Most tokens of a model */
            max_tokens?: number;
            /** @description Highest cost of a model */
            max_cost?: number;
        };
        EvaluationGate: {
            /** @description Percent of the questions whose context has all that is needed */
            min_context_sufficiency?: number;
            /** @description Percent of the questions whose context has every table */
            min_all_tables?: number;
        };
        EvaluationParametersView: {
            /** @description What readers were given */
            arms: ("schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram")[];
            /**
             * @description answers: a model was asked too
             * @enum {string}
             */
            level: "retrieval" | "answers";
            /**
             * @description candidate: measured before the load
             * @enum {string}
             */
            phase: "loaded" | "candidate";
            /** @description Records of each kind that a search gave */
            results: number;
            /**
             * @description How the arms other than context searched
             * @enum {string}
             */
            mode: "vector" | "hybrid";
            /**
             * @description Whose vectors were compared
             * @enum {string}
             */
            embedder: "store" | "built_in";
            /** @description Empty: no limit */
            budget: components["schemas"]["EvaluationBudget"];
            /** @description Empty: no gate */
            gate: components["schemas"]["EvaluationGate"];
        };
        EvaluationProgress: {
            /** @description Questions with a result */
            done: number;
            /** @description Questions that are measured */
            total: number;
        };
        EvaluationRecall: {
            /** @description Share of the tables among the first 3 records of each kind */
            3: number;
            /** @description Among the first 5 */
            5: number;
            /** @description Among the first 10 */
            10: number;
        };
        EvaluationTokens: {
            /** @description Estimated tokens of the median context */
            median: number;
            /** @description 90th percentile */
            p90: number;
        };
        EvaluationShare: {
            /** @description 0 to 1 */
            share: number;
            /** @description Lower end of the Wilson interval at 95 % */
            low: number;
            /** @description Upper end of the interval */
            high: number;
        };
        UnanswerableView: {
            /** @description Questions that were asked and could be judged */
            questions: number;
            /** @description Those that the model declined, or found no rows for */
            right: number;
            /** @description Null without questions */
            share: components["schemas"]["EvaluationShare"] | null;
        };
        AnswersSummary: {
            /** @description Questions that were asked and could be judged */
            questions: number;
            /** @description Execution accuracy; null without questions */
            accuracy: components["schemas"]["EvaluationShare"] | null;
            /** @description Also right rows with further columns */
            with_extra_columns: components["schemas"]["EvaluationShare"] | null;
            /** @description Right on the data and on perturbed copies; absent in evaluations of earlier versions */
            accuracy_on_copies?: components["schemas"]["EvaluationShare"] | null;
            /** @description Questions that no data answer; they are in no other share. Absent in evaluations of earlier versions */
            unanswerable?: components["schemas"]["UnanswerableView"];
            /** @description Answers by outcome */
            outcomes: {
                [key: string]: number;
            };
            /** @description Answers by reason */
            reasons: {
                [key: string]: number;
            };
            /** @description The model that was asked */
            model: string;
            /** @description Version of the prompt */
            prompt: string;
            /** @description Right answers */
            right: number;
        };
        ArmSummaryView: {
            /** @description Model of the vectors; absent in evaluations of earlier versions */
            embedder?: string;
            /** @description Counted questions */
            questions: number;
            /** @description Share of the questions whose context has every table, column and join */
            sufficiency: number;
            /** @description Share of the questions whose context has every table */
            all_tables: number;
            /** @description By rank */
            recall_at: components["schemas"]["EvaluationRecall"];
            /** @description Share of the columns over all questions; null where none needs one */
            columns: number | null;
            /** @description Share of the join conditions over all questions */
            joins: number | null;
            /** @description Share of the words in conditions that question or context spells */
            values: number | null;
            /** @description Share of the questions whose first pair is the gold statement with other names */
            skeleton_first: number;
            /** @description Any pair */
            skeleton_any: number;
            /** @description Size of the context */
            tokens: components["schemas"]["EvaluationTokens"];
            /** @description Of the level of answers */
            answers?: components["schemas"]["AnswersSummary"];
        };
        QuestionCounts: {
            /** @description All questions */
            total: number;
            /** @description Measured and counted */
            counted: number;
            /** @description The store has them, or nearly */
            leaked: number;
            /** @description Their gold SQL names what is gone */
            unusable: number;
            /** @description Of the counted: no table answers them */
            unanswerable: number;
        };
        GateCheckView: {
            /**
             * @description What was asked for
             * @enum {string}
             */
            name: "min_context_sufficiency" | "min_all_tables";
            /**
             * @description The widest arm that was measured
             * @enum {string}
             */
            arm: "schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram";
            /** @description Percent */
            minimum: number;
            /** @description Percent */
            reached: number;
            /** @description Whether it is reached */
            passed: boolean;
        };
        GateOutcomeView: {
            /** @description Every check passed */
            passed: boolean;
            /** @description One for each percentage that was asked for */
            checks: components["schemas"]["GateCheckView"][];
        };
        EvaluationSummaryView: {
            /** @description Questions by status */
            questions: components["schemas"]["QuestionCounts"];
            /** @description By arm */
            arms: {
                [key: string]: components["schemas"]["ArmSummaryView"];
            };
            /** @description The half that no remedy was made from, by arm */
            kept_half: {
                [key: string]: components["schemas"]["ArmSummaryView"];
            };
            /** @description Failed questions by cause: table_not_retrieved, column_not_retrieved, join_not_stated, value_unknown, no_pair_with_skeleton, model_wrong */
            causes: {
                [key: string]: number;
            };
            /** @description Null where no percentage was asked for */
            gate: components["schemas"]["GateOutcomeView"] | null;
        };
        EvaluationErrorView: {
            /** @description Stable code */
            code: string;
            /** @description In the language of the request */
            message: string;
        };
        EvaluationView: {
            /** @description Id of the evaluation */
            evaluation_id: string;
            /** @description Task that it is about */
            task_id: string;
            /** @description Question set */
            set_id: string;
            /** @description Business database */
            db_name: string;
            /** @description The execution of the step that made it */
            execution_id: string | null;
            /**
             * @description pending, running, completed, failed, cancelled
             * @enum {string}
             */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /**
             * @description candidate: before the load
             * @enum {string}
             */
            phase: "loaded" | "candidate";
            /**
             * @description retrieval asks no model
             * @enum {string}
             */
            level: "retrieval" | "answers";
            /** @description What readers are given */
            arms: string[];
            /** @description As it was asked for */
            parameters: components["schemas"]["EvaluationParametersView"];
            /** @description Null before the first page */
            progress: components["schemas"]["EvaluationProgress"] | null;
            /** @description Null until it is completed */
            summary: components["schemas"]["EvaluationSummaryView"] | null;
            /** @description Of a failed or cancelled one */
            error: components["schemas"]["EvaluationErrorView"] | null;
            /** @description A running one will stop at the next page */
            cancel_requested: boolean;
            /**
             * @description Asked for
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description Taken by a worker
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description Ended
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
        };
        /**
         * @example {
         *       "arms": [
         *         "schema",
         *         "documents",
         *         "pairs",
         *         "context"
         *       ],
         *       "min_context_sufficiency": 70
         *     }
         */
        EvaluationRequest: {
            /** @description Id of a question set; by default the questions that qa_generation has kept back */
            set_id?: string;
            /**
             * @description schema: the DDL that a search finds; documents: with the documents; pairs: with the pairs; context: POST /context; pairs_built_in, pairs_endpoint, pairs_ngram: as pairs, by the vectors of that embedder, compared in memory
             * @default [
             *       "schema",
             *       "documents",
             *       "pairs",
             *       "context"
             *     ]
             */
            arms?: ("schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram")[];
            /**
             * @description retrieval asks no model; answers asks the configured one and judges its statements
             * @default retrieval
             * @enum {string}
             */
            level?: "retrieval" | "answers";
            /**
             * @description candidate: the files of the task as a load would write them, before it; without the arm context
             * @default loaded
             * @enum {string}
             */
            phase?: "loaded" | "candidate";
            /**
             * @description Records of each kind that a search gives
             * @default 10
             */
            results?: number;
            /**
             * @description How the arms other than context search; vector as Vanna does
             * @default vector
             * @enum {string}
             */
            mode?: "vector" | "hybrid";
            /**
             * @description The embedder of the store, or the built-in one over the records of the store, compared in memory
             * @default store
             * @enum {string}
             */
            embedder?: "store" | "built_in";
            /** @description Budget: at most so many questions, evenly spread over the set */
            max_questions?: number;
            /** @description Budget of a model, in tokens */
            max_tokens?: number;
            /** @description Budget of a model */
            max_cost?: number;
            /** @description Gate, in percent: questions whose context has every table, column and join */
            min_context_sufficiency?: number;
            /** @description Gate, in percent: questions whose context has every table */
            min_all_tables?: number;
        };
        EvaluationList: {
            /** @description Newest first */
            evaluations: components["schemas"]["EvaluationView"][];
            /** @description Of all pages */
            total: number;
            /** @description Of this page */
            limit: number;
            /** @description Of this page */
            offset: number;
        };
        CancelledEvaluation: {
            /** @description Id of the evaluation */
            evaluation_id: string;
            /**
             * @description running: it stops at the next page
             * @enum {string}
             */
            status: "cancelled" | "running";
        };
        NeededPart: {
            /** @description So many does the gold statement need */
            gold: number;
            /** @description Those that the context lacks */
            missing: string[];
        };
        SkeletonResult: {
            /** @description The first pair is the gold statement with other names and values */
            first: boolean;
            /** @description Any pair is */
            any: boolean;
        };
        ArmResultView: {
            /** @description The context has every table, column and join */
            sufficient: boolean;
            /** @description `schema.table` */
            tables: components["schemas"]["NeededPart"];
            /** @description `schema.table.column`; those of missing tables too */
            columns: components["schemas"]["NeededPart"];
            /** @description `schema.table.column = schema.table.column` */
            joins: components["schemas"]["NeededPart"];
            /** @description Words in conditions; missing: neither question nor context has it */
            values: components["schemas"]["NeededPart"];
            /** @description Share of the tables among the first records, by rank */
            recall_at: components["schemas"]["EvaluationRecall"];
            /** @description Pairs of the form of the gold statement */
            skeleton: components["schemas"]["SkeletonResult"];
            /** @description Estimated tokens of the context */
            tokens: number;
        };
        AnswerRows: {
            /** @description Rows of the gold statement */
            expected: number;
            /** @description Rows of the answer */
            got: number;
            /** @description Rows that the answer lacks */
            missing: number;
            /** @description Rows that the gold statement does not have */
            extra: number;
        };
        AnswerCopies: {
            /** @description Perturbed copies on which the rows were compared */
            checked: number;
            /** @description Copies on which they are equal */
            agreed: number;
        };
        AnswerResultView: {
            /** @description right, superset, subset, wrong, failed, not_judged, not_asked */
            outcome: string;
            /** @description Codes */
            reasons: string[];
            /** @description Of the server */
            sqlstate: string | null;
            /** @description The statement of the model */
            sql: string | null;
            /** @description Execution accuracy: the rows of a gold statement, and no further columns */
            right: boolean;
            /** @description Why the statement was not run */
            refusal: string | null;
            /** @description Null where nothing was compared */
            rows: components["schemas"]["AnswerRows"] | null;
            /** @description Null where there is no copy */
            copies: components["schemas"]["AnswerCopies"] | null;
        };
        CauseView: {
            /**
             * @description Why the question fails
             * @enum {string}
             */
            code: "table_not_retrieved" | "column_not_retrieved" | "join_not_stated" | "value_unknown" | "no_pair_with_skeleton" | "model_wrong";
            /** @description Tables, columns, conditions, values or reasons */
            what: string[];
            /** @description Ids of remedies, the cheapest first */
            remedy_ids: string[];
        };
        ResultView: {
            /** @description Of the question in its set */
            position: number;
            /** @description Id of the question in its set */
            question_id: string;
            /** @description Its text */
            question: string;
            /**
             * @description leaked: the store has the question, or nearly; unusable: its gold SQL names what is gone
             * @enum {string}
             */
            status: "counted" | "leaked" | "unusable";
            /** @description The question of the store, or what is gone */
            note: string | null;
            /**
             * @description Remedies are made from the open half alone
             * @enum {string}
             */
            half: "open" | "kept";
            /** @description By arm; empty for questions that are not counted */
            retrieval: {
                [key: string]: components["schemas"]["ArmResultView"];
            };
            /** @description By arm; null without the level of answers */
            answers: {
                [key: string]: components["schemas"]["AnswerResultView"];
            } | null;
            /** @description Why the question fails; empty where it does not */
            causes: components["schemas"]["CauseView"][];
        };
        ResultPage: {
            /** @description In the order of the set */
            results: components["schemas"]["ResultView"][];
            /** @description `after` of the next page; null at the end */
            next_after: number | null;
        };
        ArmDifference: {
            /** @description Questions that both have counted */
            questions: number;
            /** @description Share of the second minus that of the first, -1 to 1 */
            difference: number;
            /** @description Lower end of the interval at 95 %, by a paired bootstrap */
            low: number;
            /** @description Upper end of the interval */
            high: number;
            /** @description Questions that only the second gets right */
            gained: number;
            /** @description Questions that only the first gets right */
            lost: number;
            /** @description The interval does not hold 0 */
            is_clear: boolean;
            /**
             * @description What readers were given
             * @enum {string}
             */
            arm: "schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram";
            /**
             * @description right: of the level of answers
             * @enum {string}
             */
            of: "sufficient" | "right";
        };
        Comparison: {
            /** @description Id of the evaluation of the path */
            first: string;
            /** @description Id of the other */
            second: string;
            /** @description By arm, over all questions of both */
            differences: components["schemas"]["ArmDifference"][];
            /** @description Of the half that no remedy was made from */
            kept_half: components["schemas"]["ArmDifference"][];
        };
        TrendPoint: {
            /** @description Id of the evaluation */
            evaluation_id: string;
            /** @description Task that it is about */
            task_id: string;
            /** @description Question set */
            set_id: string;
            /**
             * @description candidate: before the load
             * @enum {string}
             */
            phase: "loaded" | "candidate";
            /**
             * @description Asked for
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /** @description As in the summary */
            arms: {
                [key: string]: components["schemas"]["ArmSummaryView"];
            };
        };
        Trend: {
            /** @description The newest 200, oldest first */
            points: components["schemas"]["TrendPoint"][];
        };
        RemedyEdit: {
            /** @description add_synonym: `schema.table` */
            table?: string;
            /** @description add_synonym: null for a name of the table */
            column?: string | null;
            /** @description add_synonym: the word */
            synonym?: string;
            /** @description add_join: `schema.table.column` */
            from?: string;
            /** @description add_join: `schema.table.column` */
            to?: string;
            /** @description add_pair: the question */
            question?: string;
            /** @description add_pair: its statement */
            sql?: string;
        };
        RemedyView: {
            /** @description The same for the same remedy, in every evaluation */
            id: string;
            /**
             * @description Synonyms and joins change the semantic model, pairs a pair file
             * @enum {string}
             */
            kind: "add_synonym" | "add_join" | "add_pair";
            /** @description What it changes; the fields depend on the kind */
            edit: components["schemas"]["RemedyEdit"];
            /** @description Causes that it removes */
            causes: string[];
            /** @description Failed questions of the open half that it is made from */
            questions: number;
            /** @description The cheapest remedy of at least one of them */
            is_cheapest: boolean;
        };
        RemedyList: {
            /** @description Those that help most questions first */
            remedies: components["schemas"]["RemedyView"][];
        };
        AppliedRemedyView: {
            /** @description Id of the remedy */
            id: string;
            /**
             * @description present: it was there already; unknown: the semantic model has no such table or column
             * @enum {string}
             */
            outcome: "applied" | "present" | "unknown";
        };
        AppliedRemedies: {
            /** @description In the order of their kinds */
            remedies: components["schemas"]["AppliedRemedyView"][];
        };
        /**
         * @example {
         *       "remedy_ids": [
         *         "remedy_0123456789abcdef"
         *       ]
         *     }
         */
        RemedyRequest: {
            /** @description Ids of remedies; by default every cheapest one */
            remedy_ids?: string[];
        };
        ReportedEvaluationView: {
            /** @description Id of the evaluation */
            evaluation_id: string;
            /** @description Task that it is about */
            task_id: string;
            /** @description Business database */
            database: string;
            /** @description Question set */
            question_set: string;
            /**
             * @description answers: a model was asked too
             * @enum {string}
             */
            level: "retrieval" | "answers";
            /**
             * @description candidate: measured before the load
             * @enum {string}
             */
            phase: "loaded" | "candidate";
            /** @description The chat model; null without the level of answers */
            model: string | null;
            /**
             * @description completed
             * @enum {string}
             */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            /** @description ISO 8601 in UTC */
            created_at: string;
        };
        ReportedAnswersView: {
            /** @description Questions that were asked and could be judged */
            questions: number;
            /** @description Execution accuracy; null without questions */
            accuracy: components["schemas"]["EvaluationShare"] | null;
            /** @description Also right rows with further columns */
            with_extra_columns: components["schemas"]["EvaluationShare"] | null;
            /** @description Right on the data and on perturbed copies; absent in evaluations of earlier versions */
            accuracy_on_copies?: components["schemas"]["EvaluationShare"] | null;
            /** @description Questions that no data answer; they are in no other share. Absent in evaluations of earlier versions */
            unanswerable?: components["schemas"]["UnanswerableView"];
            /** @description Answers by outcome */
            outcomes: {
                [key: string]: number;
            };
            /** @description Answers by reason */
            reasons: {
                [key: string]: number;
            };
        };
        ReportedArmView: {
            /**
             * @description What readers were given
             * @enum {string}
             */
            arm: "schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram";
            /** @description Model of the vectors; null in evaluations of earlier versions */
            embedder: string | null;
            /** @description Counted questions */
            questions: number;
            /** @description The context has every table, column and join */
            sufficiency: components["schemas"]["EvaluationShare"] | null;
            /** @description The context has every table */
            all_tables: components["schemas"]["EvaluationShare"] | null;
            /** @description By rank */
            recall_at: components["schemas"]["EvaluationRecall"];
            /** @description Share of the columns; null where no question needs one */
            columns: number | null;
            /** @description Share of the join conditions */
            joins: number | null;
            /** @description Share of the words in conditions that question or context spells */
            values: number | null;
            /** @description Any pair is the gold statement with other names */
            skeleton_any: components["schemas"]["EvaluationShare"] | null;
            /** @description Size of the context */
            tokens: components["schemas"]["EvaluationTokens"];
            /** @description Null without the level of answers */
            answers: components["schemas"]["ReportedAnswersView"] | null;
        };
        ReportedDifferenceView: {
            /** @description Questions that both have counted */
            questions: number;
            /** @description Share of the second minus that of the first, -1 to 1 */
            difference: number;
            /** @description Lower end of the interval at 95 %, by a paired bootstrap */
            low: number;
            /** @description Upper end of the interval */
            high: number;
            /** @description Questions that only the second gets right */
            gained: number;
            /** @description Questions that only the first gets right */
            lost: number;
            /** @description The interval does not hold 0 */
            is_clear: boolean;
            /**
             * @description Of the context, or of the answers
             * @enum {string}
             */
            measure: "sufficiency" | "accuracy";
            /**
             * @description Arm
             * @enum {string}
             */
            first: "schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram";
            /**
             * @description Arm
             * @enum {string}
             */
            second: "schema" | "documents" | "pairs" | "context" | "pairs_built_in" | "pairs_endpoint" | "pairs_ngram";
        };
        ReportedSinceView: {
            /** @description The evaluation before this one */
            evaluation: components["schemas"]["ReportedEvaluationView"];
            /** @description By arm */
            differences: components["schemas"]["ReportedDifferenceView"][];
        };
        ReportedTrendArm: {
            /** @description Counted questions */
            questions: number;
            /** @description 0 to 1 */
            sufficiency: number;
            /** @description 0 to 1; null without the level of answers */
            accuracy: number | null;
        };
        ReportedTrendPoint: {
            /** @description Id of the evaluation */
            evaluation_id: string;
            /** @description Task that it is about */
            task_id: string;
            /** @description ISO 8601 in UTC */
            created_at: string;
            /** @description By arm */
            arms: {
                [key: string]: components["schemas"]["ReportedTrendArm"];
            };
        };
        ReportedCauseCount: {
            /**
             * @description Why questions fail
             * @enum {string}
             */
            cause: "table_not_retrieved" | "column_not_retrieved" | "join_not_stated" | "value_unknown" | "no_pair_with_skeleton" | "model_wrong";
            /** @description Questions */
            questions: number;
        };
        ReportedAnswer: {
            /** @description right, superset, subset, wrong, failed, not_judged, not_asked */
            outcome: string;
            /** @description Codes */
            reasons: string[];
            /** @description Of the server */
            sqlstate: string | null;
            /** @description The statement of the model */
            sql: string | null;
        };
        ReportedRemedy: {
            /** @description add_synonym: `schema.table` */
            table?: string;
            /** @description add_synonym: null for a name of the table */
            column?: string | null;
            /** @description add_synonym: the word */
            synonym?: string;
            /** @description add_join: `schema.table.column` */
            from?: string;
            /** @description add_join: `schema.table.column` */
            to?: string;
            /** @description add_pair: the question */
            question?: string;
            /** @description add_pair: its statement */
            sql?: string;
            /** @description The same for the same remedy, in every evaluation */
            id: string;
            /**
             * @description The other fields depend on it
             * @enum {string}
             */
            kind: "add_synonym" | "add_join" | "add_pair";
        };
        ReportedCause: {
            /**
             * @description Why the question fails
             * @enum {string}
             */
            code: "table_not_retrieved" | "column_not_retrieved" | "join_not_stated" | "value_unknown" | "no_pair_with_skeleton" | "model_wrong";
            /** @description Tables, columns, conditions, values or reasons */
            what: string[];
            /** @description The cheapest first */
            remedies: components["schemas"]["ReportedRemedy"][];
        };
        ReportedFailureView: {
            /** @description Of the question in its set */
            position: number;
            /** @description Id of the question in its set */
            question_id: string;
            /** @description Its text */
            question: string;
            /** @description Why it fails */
            causes: components["schemas"]["ReportedCause"][];
            /** @description By arm */
            answers: {
                [key: string]: components["schemas"]["ReportedAnswer"];
            };
        };
        ReportedFailures: {
            /** @description Failed questions */
            questions: number;
            /** @description The first 200 */
            shown: components["schemas"]["ReportedFailureView"][];
        };
        NotCountedView: {
            /** @description Id of the question in its set */
            question_id: string;
            /** @description Its text */
            question: string;
            /**
             * @description As in the results
             * @enum {string}
             */
            status: "leaked" | "unusable";
            /** @description The question of the store, or what is gone */
            note: string | null;
        };
        ReportedNotCounted: {
            /** @description Questions that are not counted */
            questions: number;
            /** @description The first 50 */
            shown: components["schemas"]["NotCountedView"][];
        };
        EvaluationReportView: {
            /** @description What was measured */
            evaluation: components["schemas"]["ReportedEvaluationView"];
            /** @description Questions by status */
            questions: components["schemas"]["QuestionCounts"];
            /** @description From the least to the most that readers are given */
            arms: components["schemas"]["ReportedArmView"][];
            /** @description Between neighbouring arms */
            differences: components["schemas"]["ReportedDifferenceView"][];
            /** @description Null for the first with these questions */
            since: components["schemas"]["ReportedSinceView"] | null;
            /** @description Oldest first, this one included */
            trend: components["schemas"]["ReportedTrendPoint"][];
            /** @description Null where no percentage was asked for */
            gate: components["schemas"]["GateOutcomeView"] | null;
            /** @description The most frequent first */
            causes: components["schemas"]["ReportedCauseCount"][];
            /** @description Failed questions */
            failures: components["schemas"]["ReportedFailures"];
            /** @description Leaked and unusable questions */
            not_counted: components["schemas"]["ReportedNotCounted"];
        };
        QueueView: {
            waiting: number;
            active: number;
            delayed: number;
            failed: number;
        };
        SystemView: {
            /** @description Percent */
            cpu_percent: number | null;
            /** @description Percent */
            memory_percent: number | null;
            /** @description Percent */
            disk_percent: number | null;
        };
        ProcessTotals: {
            processes: number;
            workers: number;
            /** @description Sum of the processes, in percent of one core */
            cpu_percent: number;
            memory_bytes: number;
            active_jobs: number;
        };
        ProcessView: {
            process_id: string;
            /** @enum {string} */
            role: "api" | "worker";
            /** @description Queues that a worker takes */
            queues: string[];
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            sampled_at: string;
            /** @description Percent of one core */
            cpu_percent: number;
            /** @description Percent of all cores of its machine */
            system_cpu_percent: number;
            memory_bytes: number;
            heap_bytes: number;
            /** @description Percent */
            system_memory_percent: number;
            event_loop_lag_ms: number;
            /** @description Percent */
            disk_percent: number | null;
            active_jobs: number;
        };
        TaskStatisticsView: {
            total: number;
            by_status: {
                [key: string]: number;
            };
            created_last_24_hours: number;
            completed_last_24_hours: number;
            /** @description Completed by completed and failed, 0 to 1; without failures that the request or its data caused */
            success_rate: number | null;
            /** @description Seconds */
            average_duration_seconds: number | null;
        };
        DiskUsage: {
            training_data_files: number;
            training_data_bytes: number;
            training_data_formatted: string;
            disk_total_bytes: number | null;
            disk_free_bytes: number | null;
        };
        BackupsView: {
            /** @description Backups of the configured vector database */
            total: number;
            verified: number;
            /** @description Their files are wrong, or a verification found them bad */
            damaged: number;
            bytes: number;
            /**
             * @description Of the newest one that is not known to be bad
             * @example 2025-07-01T14:30:52+08:00
             */
            newest_at: string | null;
            /** @description Seconds; null: there is none */
            newest_age_seconds: number | null;
            /**
             * @description When the newest verified one was made
             * @example 2025-07-01T14:30:52+08:00
             */
            newest_verified_at: string | null;
            /** @description Seconds; null: there is none */
            newest_verified_age_seconds: number | null;
            /** @description Seconds; of the newest one with a whole copy on the second storage */
            newest_copied_age_seconds: number | null;
            /** @description Without a whole copy; 0 without a second storage */
            copies_missing: number;
            /**
             * @description Of the newest verification that succeeded
             * @example 2025-07-01T14:30:52+08:00
             */
            last_verification_at: string | null;
            /** @description Seconds to check and load that backup */
            restore_seconds: number | null;
            /** @description Cron expression of backups (VECTOR_BACKUP_SCHEDULE) */
            schedule: string | null;
            /** @description Cron expression of verifications (VECTOR_BACKUP_VERIFY_SCHEDULE) */
            verify_schedule: string | null;
        };
        Anomaly: {
            anomaly_id: string;
            /** @example no_worker */
            rule: string;
            /** @description A process, a queue, an execution or a task */
            subject: string;
            /** @enum {string} */
            severity: "warning" | "critical";
            message: string;
            details: {
                [key: string]: unknown;
            };
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            opened_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            last_seen_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            closed_at: string | null;
            active: boolean;
        };
        MonitorStatus: {
            /** @enum {string} */
            health: "healthy" | "degraded" | "unhealthy";
            /** @description Why it is not healthy */
            reasons: string[];
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
            /** @description The highest of the machines that processes run on; null before the first sample */
            system: components["schemas"]["SystemView"];
            totals: components["schemas"]["ProcessTotals"];
            processes: components["schemas"]["ProcessView"][];
            /** @description Null while the queue is unreachable */
            queues: {
                [key: string]: components["schemas"]["QueueView"];
            } | null;
            tasks: components["schemas"]["TaskStatisticsView"];
            disk_usage: components["schemas"]["DiskUsage"];
            backups: components["schemas"]["BackupsView"];
            /** @description Active anomalies */
            anomalies: components["schemas"]["Anomaly"][];
        };
        ModelUsage: {
            /** @description Answers that were paid for */
            requests: number;
            /** @description Answers that were known already and cost nothing */
            cached_answers: number;
            prompt_tokens: number;
            completion_tokens: number;
            total_tokens: number;
            /** @description In the currency of LLM_INPUT_PRICE; null without prices */
            cost: number | null;
        };
        MonitoredProgress: {
            done: number;
            total: number;
            label: string | null;
            percent: number;
        };
        StepHistory: {
            executions: number;
            median_seconds: number;
            p95_seconds: number;
        };
        StepWorker: {
            cpu_percent: number;
            memory_bytes: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            sampled_at: string;
        };
        StepFiles: {
            count: number;
            bytes: number;
        };
        StepMonitorView: {
            /** @enum {string} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            /** @enum {string} */
            status: "pending" | "running" | "completed" | "failed" | "cancelled";
            execution_id: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            /** @description Seconds */
            elapsed_seconds: number | null;
            progress: components["schemas"]["MonitoredProgress"] | null;
            /** @description Units of progress a second */
            rate_per_second: number | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            expected_end: string | null;
            /** @description Of completed executions of this step, of all tasks */
            history: components["schemas"]["StepHistory"] | null;
            worker_id: string | null;
            /** @description Newest sample of the process that runs the step */
            worker: components["schemas"]["StepWorker"] | null;
            retries: number;
            error_message: string | null;
            log_counts: {
                [key: string]: number;
            };
            files: components["schemas"]["StepFiles"];
            /** @description Over all runs of the step */
            token_use: components["schemas"]["ModelUsage"];
        };
        TaskMonitorView: {
            task_id: string;
            /** @enum {string} */
            status: "pending" | "in_progress" | "partial_completed" | "completed" | "failed" | "cancelled";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            started_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            completed_at: string | null;
            /** @description Seconds */
            elapsed_seconds: number | null;
            /**
             * @description Of the running step
             * @example 2025-07-01T14:30:52+08:00
             */
            expected_end: string | null;
            log_counts: {
                [key: string]: number;
            };
            total_files: number;
            total_bytes: number;
            /** @description Sum of the steps, over all runs */
            token_use: components["schemas"]["ModelUsage"];
            steps: components["schemas"]["StepMonitorView"][];
        };
        HistoryPointView: {
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
            processes: number;
            /** @description Sum of the processes, in percent of one core */
            cpu_percent: number;
            /** @description Percent */
            system_cpu_percent: number;
            memory_bytes: number;
            /** @description Percent */
            system_memory_percent: number;
            event_loop_lag_ms: number;
            /** @description Percent */
            disk_percent: number | null;
            active_jobs: number;
            waiting_jobs: number | null;
        };
        HistoryView: {
            minutes: number;
            /** @description Seconds that a point stands for */
            resolution_seconds: number;
            points: components["schemas"]["HistoryPointView"][];
        };
        AnomalyList: {
            hours: number;
            anomalies: components["schemas"]["Anomaly"][];
            total: number;
            limit: number;
            /** @description Anomalies that are active now */
            active: number;
        };
        CheckView: {
            /**
             * @description A name may have several checks: reachability, rights, versions
             * @enum {string}
             */
            name: "configuration" | "server" | "task_database" | "queue" | "business_database" | "vector_store" | "embeddings" | "model" | "storage" | "disk" | "clock" | "processes";
            /** @enum {string} */
            status: "ok" | "warn" | "fail";
            /** @description Never a password or a key */
            message: string;
            /** @description What to do; null where nothing is wrong */
            remedy: string | null;
        };
        ExaminationView: {
            /**
             * @description The worst of the checks
             * @enum {string}
             */
            status: "ok" | "warn" | "fail";
            /** @description Version of the API */
            version: string;
            checks: components["schemas"]["CheckView"][];
        };
        StepStatistics: {
            /** @enum {string} */
            step_name: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
            executions: number;
            completed: number;
            failed: number;
            cancelled: number;
            /** @description Completed by completed and failed, 0 to 1; without failures that the request or its data caused */
            success_rate: number | null;
            /** @description Seconds */
            average_seconds: number | null;
            /** @description Seconds */
            median_seconds: number | null;
            /** @description Seconds */
            p95_seconds: number | null;
        };
        FileTypeStatistics: {
            file_type: string;
            files: number;
            bytes: number;
        };
        FileStatistics: {
            total: number;
            bytes: number;
            by_type: components["schemas"]["FileTypeStatistics"][];
        };
        ResultStatistics: {
            tables: number;
            pairs: number;
            valid_pairs: number;
            loaded_records: number;
        };
        Statistics: {
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            timestamp: string;
            tasks: components["schemas"]["TaskStatisticsView"];
            steps: components["schemas"]["StepStatistics"][];
            files: components["schemas"]["FileStatistics"];
            /** @description Sums over the newest completed execution of every step of every task */
            results: components["schemas"]["ResultStatistics"];
        };
        TargetView: {
            target_id: string;
            name: string;
            /** @enum {string} */
            kind: "webhook" | "slack" | "dingtalk" | "wecom" | "feishu";
            /** @description Of its address; the rest is not shown */
            host: string;
            events: ("task.ended" | "task.failed" | "task.stale" | "evaluation.below_threshold" | "backup.overdue" | "backup.unverified" | "anomaly.opened" | "anomaly.closed" | "test")[];
            /** @enum {string} */
            language: "zh" | "en";
            enabled: boolean;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
        };
        /**
         * @example {
         *       "name": "on call",
         *       "kind": "feishu",
         *       "url": "https://open.feishu.cn/open-apis/bot/v2/hook/0a6f9d3c",
         *       "events": [
         *         "task.failed",
         *         "backup.overdue"
         *       ],
         *       "language": "zh"
         *     }
         */
        CreateTargetRequest: {
            /** @description A name of its own */
            name: string;
            /**
             * @description webhook: signed JSON; the others: a text message of that service
             * @enum {string}
             */
            kind: "webhook" | "slack" | "dingtalk" | "wecom" | "feishu";
            /** @description Where to post; stored encrypted, because such addresses give access */
            url: string;
            /** @description Signs what is sent; needed for webhook; stored encrypted */
            secret?: string;
            /** @description The events to send */
            events: ("task.ended" | "task.failed" | "task.stale" | "evaluation.below_threshold" | "backup.overdue" | "backup.unverified" | "anomaly.opened" | "anomaly.closed" | "test")[];
            /**
             * @description Language of the text
             * @default zh
             * @enum {string}
             */
            language?: "zh" | "en";
        };
        TargetList: {
            targets: components["schemas"]["TargetView"][];
            total: number;
        };
        /**
         * @example {
         *       "enabled": false
         *     }
         */
        SwitchTargetRequest: {
            /** @description Whether events are sent to it; those on their way wait meanwhile */
            enabled: boolean;
        };
        RemovedTarget: {
            target_id: string;
            /** @enum {boolean} */
            removed: true;
        };
        DeliveryView: {
            delivery_id: string;
            target_id: string;
            /** @enum {string} */
            event: "task.ended" | "task.failed" | "task.stale" | "evaluation.below_threshold" | "backup.overdue" | "backup.unverified" | "anomaly.opened" | "anomaly.closed" | "test";
            /** @description The facts of the event */
            data: {
                [key: string]: unknown;
            };
            /**
             * @description dead: given up after the last attempt
             * @enum {string}
             */
            state: "waiting" | "delivered" | "dead";
            attempts: number;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            next_attempt_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            delivered_at: string | null;
            last_error: string | null;
        };
        DeliveryList: {
            deliveries: components["schemas"]["DeliveryView"][];
            total: number;
            limit: number;
            offset: number;
        };
        AuditEntry: {
            id: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            at: string;
            /** @description Name of the key; anonymous while no key is required */
            actor: string;
            key_id: string | null;
            /** @description Method and route */
            action: string;
            /** @description The path of the request */
            target: string;
            status: number;
            ip_address: string | null;
            user_agent: string | null;
            request_id: string | null;
            /** @description Query, body, and the names in the answer; without secrets, long texts cut */
            details: {
                [key: string]: unknown;
            } | null;
        };
        AuditList: {
            entries: components["schemas"]["AuditEntry"][];
            total: number;
            limit: number;
            next_before_id: string | null;
        };
        KeyView: {
            /** @example 7 */
            key_id: string;
            name: string;
            /**
             * @description The first characters of the key
             * @example dpk_4fQ1x2aB
             */
            key_prefix: string;
            scopes: ("read" | "run" | "admin")[];
            /** @enum {string} */
            state: "valid" | "expired" | "revoked";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            expires_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            revoked_at: string | null;
            /**
             * @description To the minute
             * @example 2025-07-01T14:30:52+08:00
             */
            last_used_at: string | null;
        };
        KeyList: {
            /** @description Newest first; keys of the variable API_KEYS are not among them */
            keys: components["schemas"]["KeyView"][];
        };
        CreatedKey: {
            /** @example 7 */
            key_id: string;
            name: string;
            /**
             * @description The first characters of the key
             * @example dpk_4fQ1x2aB
             */
            key_prefix: string;
            scopes: ("read" | "run" | "admin")[];
            /** @enum {string} */
            state: "valid" | "expired" | "revoked";
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            created_at: string;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            expires_at: string | null;
            /**
             * @description ISO 8601 with offset
             * @example 2025-07-01T14:30:52+08:00
             */
            revoked_at: string | null;
            /**
             * @description To the minute
             * @example 2025-07-01T14:30:52+08:00
             */
            last_used_at: string | null;
            /**
             * @description Shown here only: the installation keeps its hash
             * @example dpk_…
             */
            api_key: string;
        };
        /**
         * @example {
         *       "name": "nightly job",
         *       "scopes": [
         *         "read",
         *         "run"
         *       ],
         *       "expires_days": 90
         *     }
         */
        CreateKeyRequest: {
            /** @description The person or program that the key is for */
            name: string;
            /**
             * @description Each scope includes those before it
             * @default [
             *       "read",
             *       "run"
             *     ]
             */
            scopes?: ("read" | "run" | "admin")[];
            /** @description Days until it expires; absent: it does not */
            expires_days?: number;
        };
        SessionView: {
            /** @description Whether requests of this client are served */
            signed_in: boolean;
            /** @description False while the installation has no key: every request of this machine is served */
            key_required: boolean;
            /** @description Name of the key; null while no key is required */
            name: string | null;
            /** @description What the client may do, each scope named */
            scopes: ("read" | "run" | "admin")[];
            /**
             * @description End of the session of a browser; null for a key in a header
             * @example 2025-07-01T14:30:52+08:00
             */
            expires_at: string | null;
            /**
             * @description IANA name of the time zone of the installation
             * @example Asia/Shanghai
             */
            time_zone: string;
            /**
             * @description Of the product; null before the login
             * @example 0.1.0
             */
            version: string | null;
        };
        /**
         * @example {
         *       "key": "dpk_…"
         *     }
         */
        LogInRequest: {
            /** @description The API key; the cookie of the answer stands for it */
            key: string;
        };
        /** Problem */
        Problem: {
            /** @example urn:data-pipeline:resource_not_found */
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description validation_error: the input is not valid; `details.problems` names every field */
        Failure400: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 400,
                 *       "message": "请求参数错误：theme_count: 应为 1 到 100 的整数，收到 0",
                 *       "error_type": "validation_error",
                 *       "details": {
                 *         "error_code": "request_invalid",
                 *         "problems": [
                 *           {
                 *             "field": "theme_count",
                 *             "message": "应为 1 到 100 的整数，收到 0"
                 *           }
                 *         ]
                 *       },
                 *       "data": {
                 *         "response": "请求参数错误：theme_count: 应为 1 到 100 的整数，收到 0",
                 *         "error_type": "VALIDATION_ERROR",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description unauthorized: an API key is missing or unknown */
        Failure401: {
            headers: {
                /** @description How a key can be sent */
                "WWW-Authenticate"?: string;
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 401,
                 *       "message": "API 密钥无效",
                 *       "error_type": "unauthorized",
                 *       "details": {
                 *         "error_code": "key_unknown"
                 *       },
                 *       "data": {
                 *         "response": "API 密钥无效",
                 *         "error_type": "UNAUTHORIZED",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description forbidden: the API key lacks the scope that the route needs */
        Failure403: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 403,
                 *       "message": "此 API 密钥没有 run 权限",
                 *       "error_type": "forbidden",
                 *       "details": {
                 *         "error_code": "key_scope_missing",
                 *         "needed_scope": "run"
                 *       },
                 *       "data": {
                 *         "response": "此 API 密钥没有 run 权限",
                 *         "error_type": "FORBIDDEN",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description conflict: the state of the task does not allow it now */
        Failure409: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 409,
                 *       "message": "任务 task_20250701_143052 正在执行中，请等待它结束，或先取消它",
                 *       "error_type": "conflict",
                 *       "details": {
                 *         "error_code": "task_running"
                 *       },
                 *       "data": {
                 *         "response": "任务 task_20250701_143052 正在执行中，请等待它结束，或先取消它",
                 *         "error_type": "CONFLICT",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description payload_too_large */
        Failure413: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 413,
                 *       "message": "请求体超过上限 1048576 字节",
                 *       "error_type": "payload_too_large",
                 *       "details": {
                 *         "error_code": "body_too_large"
                 *       },
                 *       "data": {
                 *         "response": "请求体超过上限 1048576 字节",
                 *         "error_type": "PAYLOAD_TOO_LARGE",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description unsupported_media_type */
        Failure415: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 415,
                 *       "message": "不支持的 Content-Type，请使用 application/json",
                 *       "error_type": "unsupported_media_type",
                 *       "details": {
                 *         "error_code": "media_type_unsupported"
                 *       },
                 *       "data": {
                 *         "response": "不支持的 Content-Type，请使用 application/json",
                 *         "error_type": "UNSUPPORTED_MEDIA_TYPE",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description rate_limited: the key has sent too many requests; see Retry-After */
        Failure429: {
            headers: {
                /** @description Seconds to wait */
                "Retry-After"?: number;
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 429,
                 *       "message": "请求过于频繁：每个密钥每分钟最多 6000 次，请在 12 秒后重试",
                 *       "error_type": "rate_limited",
                 *       "details": {
                 *         "error_code": "rate_limit_reached"
                 *       },
                 *       "data": {
                 *         "response": "请求过于频繁：每个密钥每分钟最多 6000 次，请在 12 秒后重试",
                 *         "error_type": "RATE_LIMITED",
                 *         "can_retry": true,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description the request line and headers are larger than 16 KB */
        Failure431: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 431,
                 *       "message": "请求行或请求头过大 / the request line and headers are too large",
                 *       "error_type": "validation_error",
                 *       "details": {},
                 *       "data": {
                 *         "response": "请求行或请求头过大 / the request line and headers are too large",
                 *         "error_type": "VALIDATION_ERROR",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description internal_error or database_error; `details.correlation_id` is in the log too */
        Failure500: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 500,
                 *       "message": "服务器内部错误，编号 5f0c2a9e-6d3b-4f0e-9b57-1f6f7c1b7a52",
                 *       "error_type": "internal_error",
                 *       "details": {
                 *         "correlation_id": "5f0c2a9e-6d3b-4f0e-9b57-1f6f7c1b7a52"
                 *       },
                 *       "data": {
                 *         "response": "服务器内部错误，编号 5f0c2a9e-6d3b-4f0e-9b57-1f6f7c1b7a52",
                 *         "error_type": "INTERNAL_ERROR",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description service_unavailable: Postgres, the queue or the storage is unreachable; see Retry-After */
        Failure503: {
            headers: {
                /** @description Seconds to wait */
                "Retry-After"?: number;
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 503,
                 *       "message": "任务队列暂时不可用",
                 *       "error_type": "service_unavailable",
                 *       "details": {
                 *         "error_code": "queue_unreachable"
                 *       },
                 *       "data": {
                 *         "response": "任务队列暂时不可用",
                 *         "error_type": "SERVICE_UNAVAILABLE",
                 *         "can_retry": true,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description resource_not_found */
        Failure404: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 404,
                 *       "message": "任务不存在: task_20250701_143052",
                 *       "error_type": "resource_not_found",
                 *       "details": {
                 *         "error_code": "task_not_found"
                 *       },
                 *       "data": {
                 *         "response": "任务不存在: task_20250701_143052",
                 *         "error_type": "RESOURCE_NOT_FOUND",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description the requested range is outside the file */
        Failure416: {
            headers: {
                /** @description Number of the request, in the log too */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": false,
                 *       "code": 416,
                 *       "message": "请求的范围超出文件大小 1024 字节",
                 *       "error_type": "validation_error",
                 *       "details": {
                 *         "error_code": "range_not_satisfiable"
                 *       },
                 *       "data": {
                 *         "response": "请求的范围超出文件大小 1024 字节",
                 *         "error_type": "VALIDATION_ERROR",
                 *         "can_retry": false,
                 *         "timestamp": "2025-07-01T14:30:52+08:00"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Failure"];
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    tasks_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
                /** @description Only tasks with this status */
                status?: "pending" | "in_progress" | "partial_completed" | "completed" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取任务列表成功",
                     *       "data": {
                     *         "tasks": [
                     *           {
                     *             "task_id": "task_20250627_143052",
                     *             "task_name": "高速公路服务区",
                     *             "status": "completed",
                     *             "step_status": {
                     *               "ddl_generation": "completed",
                     *               "qa_generation": "running",
                     *               "sql_validation": "pending",
                     *               "training_load": "pending",
                     *               "evaluation": "pending"
                     *             },
                     *             "stale_steps": [
                     *               "stale_steps"
                     *             ],
                     *             "db_name": "highway_db",
                     *             "business_context": "高速公路服务区管理系统",
                     *             "created_by": "reporting",
                     *             "directory_exists": true,
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "updated_at": "2025-07-01T14:30:52+08:00",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00"
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TaskList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    tasks_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeating the request gives the same task */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTaskRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "任务创建成功",
                     *       "data": {
                     *         "warnings": [
                     *           {
                     *             "code": "code",
                     *             "message": "开始处理表: bss_service_area"
                     *           }
                     *         ],
                     *         "task_id": "task_20250627_143052",
                     *         "task_name": "高速公路服务区",
                     *         "status": "pending",
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "file_upload_mode": false,
                     *         "next_step": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["CreatedTask"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    taskRemoval_deleteMany: {
        parameters: {
            query?: {
                /** @description Ids of the tasks */
                "task_ids[]"?: string[];
                /** @description Has to be true */
                confirm?: boolean;
                /** @description true: the tasks go with everything; false (default): only their folders */
                delete_database_records?: boolean;
                /** @description Also delete folders that hold vector backups */
                include_backups?: boolean;
                /** @description Go on with the other tasks when one cannot be deleted (default) */
                continue_on_error?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeleteTasksRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "批量删除任务完成",
                     *       "data": {
                     *         "deleted_tasks": [
                     *           {
                     *             "success": true,
                     *             "task_id": "task_20250627_143052",
                     *             "directory_deleted": true,
                     *             "database_records_deleted": true,
                     *             "deleted_files_count": 1,
                     *             "deleted_size": 10240,
                     *             "deleted_size_formatted": "10.0 KB",
                     *             "deleted_at": "2025-07-01T14:30:52+08:00"
                     *           }
                     *         ],
                     *         "failed_tasks": [
                     *           {
                     *             "task_id": "task_20250627_143052",
                     *             "error": "任务 task_20250627_143052 正在执行中，请等待它结束，或先取消它",
                     *             "error_code": "DELETE_FAILED"
                     *           }
                     *         ],
                     *         "summary": {
                     *           "total_requested": 1,
                     *           "successfully_deleted": 1,
                     *           "failed": 0,
                     *           "not_attempted": 1
                     *         },
                     *         "deleted_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["DeletedTasks"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    tasks_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取任务状态成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "task_name": "高速公路服务区",
                     *         "status": "in_progress",
                     *         "step_status": {
                     *           "ddl_generation": "completed",
                     *           "qa_generation": "running",
                     *           "sql_validation": "pending",
                     *           "training_load": "pending",
                     *           "evaluation": "pending"
                     *         },
                     *         "stale_steps": [
                     *           "stale_steps"
                     *         ],
                     *         "db_name": "highway_db",
                     *         "business_context": "高速公路服务区管理系统",
                     *         "created_by": "reporting",
                     *         "directory_exists": true,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "updated_at": "2025-07-01T14:30:52+08:00",
                     *         "started_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": null,
                     *         "current_execution": {
                     *           "execution_id": "task_20250627_143052_step_qa_generation_exec_20250627_143100",
                     *           "run_id": "0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00",
                     *           "step": "qa_generation",
                     *           "status": "running",
                     *           "started_at": "2025-06-27T14:31:00+08:00",
                     *           "progress": {
                     *             "done": 12,
                     *             "total": 50,
                     *             "label": "bss_service_area"
                     *           }
                     *         },
                     *         "steps": [
                     *           {
                     *             "step_name": "ddl_generation",
                     *             "step_status": "completed",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00",
                     *             "duration_seconds": 267.4,
                     *             "progress": {
                     *               "done": 1,
                     *               "total": 1,
                     *               "label": "bss_service_area"
                     *             },
                     *             "waiting": {
                     *               "error_code": "DELETE_FAILED",
                     *               "reason": "reason",
                     *               "since": "2025-07-01T14:30:52+08:00",
                     *               "until": "2025-07-01T14:30:52+08:00",
                     *               "next_attempt_at": "2025-07-01T14:30:52+08:00"
                     *             },
                     *             "error_message": null,
                     *             "result": {
                     *               "total_tables": 7,
                     *               "processed_successfully": 7
                     *             },
                     *             "stale_at": "2025-07-01T14:30:52+08:00",
                     *             "stale_reason": "stale_reason"
                     *           }
                     *         ],
                     *         "total_steps": 4,
                     *         "run_id": "run_id",
                     *         "parameters": {
                     *           "business_context": "高速公路服务区管理系统",
                     *           "db_name": "highway_db",
                     *           "enable_sql_validation": true
                     *         },
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "usage": {
                     *           "requests": 1,
                     *           "cached_answers": 1,
                     *           "prompt_tokens": 1,
                     *           "completion_tokens": 1,
                     *           "total_tokens": 1,
                     *           "cost": null,
                     *           "by_step": [
                     *             {
                     *               "requests": 1,
                     *               "cached_answers": 1,
                     *               "prompt_tokens": 1,
                     *               "completion_tokens": 1,
                     *               "total_tokens": 1,
                     *               "cost": null,
                     *               "step_name": "ddl_generation",
                     *               "model": "model",
                     *               "estimated_requests": 1
                     *             }
                     *           ]
                     *         },
                     *         "error_message": null,
                     *         "cancel_requested": false,
                     *         "output_directory": "task_20250627_143052"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TaskDetail"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    taskRemoval_deleteOne: {
        parameters: {
            query?: {
                /** @description false: only the folder goes, and the task stays as one that has not run yet */
                delete_database_records?: boolean;
                /** @description Also delete a folder that holds vector backups */
                include_backups?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "任务已删除",
                     *       "data": {
                     *         "success": true,
                     *         "task_id": "task_20250627_143052",
                     *         "directory_deleted": true,
                     *         "database_records_deleted": true,
                     *         "deleted_files_count": 1,
                     *         "deleted_size": 10240,
                     *         "deleted_size_formatted": "10.0 KB",
                     *         "deleted_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["DeletedTask"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    tasks_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTaskRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "任务已修改",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "task_name": "高速公路服务区",
                     *         "status": "completed",
                     *         "step_status": {
                     *           "ddl_generation": "completed",
                     *           "qa_generation": "running",
                     *           "sql_validation": "pending",
                     *           "training_load": "pending",
                     *           "evaluation": "pending"
                     *         },
                     *         "stale_steps": [
                     *           "stale_steps"
                     *         ],
                     *         "db_name": "highway_db",
                     *         "business_context": "高速公路服务区管理系统",
                     *         "created_by": "reporting",
                     *         "directory_exists": true,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "updated_at": "2025-07-01T14:30:52+08:00",
                     *         "started_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": "2025-07-01T14:35:20+08:00",
                     *         "current_execution": {
                     *           "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *           "run_id": "run_id",
                     *           "step": "ddl_generation",
                     *           "status": "completed",
                     *           "started_at": "2025-07-01T14:30:52+08:00",
                     *           "progress": {
                     *             "done": 1,
                     *             "total": 1,
                     *             "label": "bss_service_area"
                     *           }
                     *         },
                     *         "steps": [
                     *           {
                     *             "step_name": "ddl_generation",
                     *             "step_status": "completed",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00",
                     *             "duration_seconds": 267.4,
                     *             "progress": {
                     *               "done": 1,
                     *               "total": 1,
                     *               "label": "bss_service_area"
                     *             },
                     *             "waiting": {
                     *               "error_code": "DELETE_FAILED",
                     *               "reason": "reason",
                     *               "since": "2025-07-01T14:30:52+08:00",
                     *               "until": "2025-07-01T14:30:52+08:00",
                     *               "next_attempt_at": "2025-07-01T14:30:52+08:00"
                     *             },
                     *             "error_message": null,
                     *             "result": {
                     *               "total_tables": 7,
                     *               "processed_successfully": 7
                     *             },
                     *             "stale_at": "2025-07-01T14:30:52+08:00",
                     *             "stale_reason": "stale_reason"
                     *           }
                     *         ],
                     *         "total_steps": 4,
                     *         "run_id": "run_id",
                     *         "parameters": {
                     *           "business_context": "高速公路服务区管理系统",
                     *           "db_name": "highway_db",
                     *           "enable_sql_validation": true
                     *         },
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "usage": {
                     *           "requests": 1,
                     *           "cached_answers": 1,
                     *           "prompt_tokens": 1,
                     *           "completion_tokens": 1,
                     *           "total_tokens": 1,
                     *           "cost": null,
                     *           "by_step": [
                     *             {
                     *               "requests": 1,
                     *               "cached_answers": 1,
                     *               "prompt_tokens": 1,
                     *               "completion_tokens": 1,
                     *               "total_tokens": 1,
                     *               "cost": null,
                     *               "step_name": "ddl_generation",
                     *               "model": "model",
                     *               "estimated_requests": 1
                     *             }
                     *           ]
                     *         },
                     *         "error_message": null,
                     *         "cancel_requested": false,
                     *         "output_directory": "task_20250627_143052"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TaskDetail"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    taskSearch_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SearchTasksRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "查询任务成功",
                     *       "data": {
                     *         "tasks": [
                     *           {
                     *             "task_id": "task_20250627_143052",
                     *             "task_name": "高速公路服务区",
                     *             "status": "completed",
                     *             "step_status": {
                     *               "ddl_generation": "completed",
                     *               "qa_generation": "running",
                     *               "sql_validation": "pending",
                     *               "training_load": "pending",
                     *               "evaluation": "pending"
                     *             },
                     *             "stale_steps": [
                     *               "stale_steps"
                     *             ],
                     *             "db_name": "highway_db",
                     *             "business_context": "高速公路服务区管理系统",
                     *             "created_by": "reporting",
                     *             "directory_exists": true,
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "updated_at": "2025-07-01T14:30:52+08:00",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00"
                     *           }
                     *         ],
                     *         "pagination": {
                     *           "page": 1,
                     *           "page_size": 20,
                     *           "total": 1,
                     *           "total_pages": 1,
                     *           "has_next": false,
                     *           "has_prev": false
                     *         },
                     *         "filters_applied": {
                     *           "status": "completed"
                     *         },
                     *         "sort_applied": {
                     *           "sort_by": "created_at",
                     *           "sort_order": "asc"
                     *         },
                     *         "query_time": "0.012s"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["FoundTasks"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    executions_execute: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeating the request gives the same run */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExecuteRequest"];
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "任务执行已启动",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "run_id": "run_id",
                     *         "execution_mode": "complete",
                     *         "step_name": "ddl_generation",
                     *         "status": "running",
                     *         "execution_ids": [
                     *           "task_20250627_143052_step_ddl_generation_exec_20250627_143053"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["StartedRun"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    executions_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "已请求取消任务",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "status": "cancelled",
                     *         "cancel_requested": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["CancelledRun"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    executions_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取执行记录成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "executions": [
                     *           {
                     *             "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *             "run_id": "run_id",
                     *             "execution_step": "ddl_generation",
                     *             "status": "completed",
                     *             "requested_at": "2025-07-01T14:30:52+08:00",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00",
                     *             "duration_seconds": 267.4,
                     *             "attempts": 1,
                     *             "worker_id": "worker-1:4711",
                     *             "force_executed": false,
                     *             "files_cleaned": true,
                     *             "superseded": false,
                     *             "waiting": {
                     *               "error_code": "DELETE_FAILED",
                     *               "reason": "reason",
                     *               "since": "2025-07-01T14:30:52+08:00",
                     *               "until": "2025-07-01T14:30:52+08:00",
                     *               "next_attempt_at": "2025-07-01T14:30:52+08:00"
                     *             },
                     *             "stale_at": "2025-07-01T14:30:52+08:00",
                     *             "stale_reason": "stale_reason",
                     *             "error_message": null,
                     *             "error_code": null,
                     *             "execution_result": {
                     *               "total_tables": 7,
                     *               "processed_successfully": 7
                     *             }
                     *           }
                     *         ],
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ExecutionList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    executions_runs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取运行记录成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "runs": [
                     *           {
                     *             "run_id": "run_id",
                     *             "execution_mode": "complete",
                     *             "status": "completed",
                     *             "requested_by": "requested_by",
                     *             "force_executed": false,
                     *             "files_cleaned": true,
                     *             "requested_at": "2025-07-01T14:30:52+08:00",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00",
                     *             "duration_seconds": 267.4,
                     *             "error_message": null,
                     *             "error_code": null,
                     *             "executions": [
                     *               {
                     *                 "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *                 "run_id": "run_id",
                     *                 "execution_step": "ddl_generation",
                     *                 "status": "completed",
                     *                 "requested_at": "2025-07-01T14:30:52+08:00",
                     *                 "started_at": "2025-07-01T14:30:52+08:00",
                     *                 "completed_at": "2025-07-01T14:35:20+08:00",
                     *                 "duration_seconds": 267.4,
                     *                 "attempts": 1,
                     *                 "worker_id": "worker-1:4711",
                     *                 "force_executed": false,
                     *                 "files_cleaned": true,
                     *                 "superseded": false,
                     *                 "waiting": {
                     *                   "error_code": "DELETE_FAILED",
                     *                   "reason": "reason",
                     *                   "since": "2025-07-01T14:30:52+08:00",
                     *                   "until": "2025-07-01T14:30:52+08:00",
                     *                   "next_attempt_at": "2025-07-01T14:30:52+08:00"
                     *                 },
                     *                 "stale_at": "2025-07-01T14:30:52+08:00",
                     *                 "stale_reason": "stale_reason",
                     *                 "error_message": null,
                     *                 "error_code": null,
                     *                 "execution_result": {
                     *                   "total_tables": 7,
                     *                   "processed_successfully": 7
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RunList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    tableLists_store: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableListRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "表清单已保存",
                     *       "data": {
                     *         "warnings": [
                     *           {
                     *             "code": "code",
                     *             "message": "开始处理表: bss_service_area"
                     *           }
                     *         ],
                     *         "task_id": "task_20250627_143052",
                     *         "filename": "table_list.txt",
                     *         "table_count": 1,
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["StoredTableList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    tableLists_info: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取表清单信息成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "has_file": true,
                     *         "exists": true,
                     *         "file_name": "table_list.txt",
                     *         "file_path": "table_list.txt",
                     *         "file_size": 10240,
                     *         "file_size_formatted": "10.0 KB",
                     *         "uploaded_at": "2025-07-01T14:30:52+08:00",
                     *         "is_readable": true,
                     *         "table_count": 1,
                     *         "table_names": [
                     *           "public.bss_service_area"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TableListInfo"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    tableLists_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "表清单上传成功",
                     *       "data": {
                     *         "warnings": [
                     *           {
                     *             "code": "code",
                     *             "message": "开始处理表: bss_service_area"
                     *           }
                     *         ],
                     *         "task_id": "task_20250627_143052",
                     *         "filename": "table_list.txt",
                     *         "table_count": 1,
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "file_size": 10240,
                     *         "file_size_formatted": "10.0 KB",
                     *         "upload_time": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["UploadedTableList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    logs_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Only entries of this level, in any case */
                level?: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
                /** @description Only entries of this step */
                step_name?: "ddl_generation" | "qa_generation" | "sql_validation" | "training_load" | "evaluation";
                /** @description Only entries before the one with this id: next_before_id of the page before */
                before_id?: string;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取任务日志成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "logs": [
                     *           {
                     *             "id": 123,
                     *             "timestamp": "2025-07-01T14:30:52+08:00",
                     *             "level": "INFO",
                     *             "message": "开始处理表: bss_service_area",
                     *             "step_name": "ddl_generation",
                     *             "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *             "run_id": "run_id",
                     *             "logger": "DDLMDGenerator"
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "next_before_id": "122"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["LogList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    logs_search: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SearchLogsRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "查询任务日志成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "source": "database",
                     *         "logs": [
                     *           {
                     *             "id": 123,
                     *             "timestamp": "2025-07-01T14:30:52+08:00",
                     *             "level": "INFO",
                     *             "message": "开始处理表: bss_service_area",
                     *             "step_name": "ddl_generation",
                     *             "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *             "run_id": "run_id",
                     *             "logger": "DDLMDGenerator",
                     *             "step": "ddl_generation",
                     *             "line_number": 1
                     *           }
                     *         ],
                     *         "pagination": {
                     *           "page": 1,
                     *           "page_size": 20,
                     *           "total": 1,
                     *           "total_pages": 1,
                     *           "has_next": false,
                     *           "has_prev": false
                     *         },
                     *         "log_file_info": {
                     *           "exists": true,
                     *           "file_path": "table_list.txt",
                     *           "file_size": 10240,
                     *           "file_size_formatted": "10.0 KB",
                     *           "last_modified": "2025-07-01T14:35:20+08:00",
                     *           "total_lines": 1
                     *         },
                     *         "query_time": "0.012s"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["FoundLogs"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    archives_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ArchiveRequest"];
            };
        };
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description direct: this answer is the archive; job: a worker builds it */
                    "X-Archive-Delivery"?: "direct" | "job";
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                };
            };
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description direct: this answer is the archive; job: a worker builds it */
                    "X-Archive-Delivery"?: "direct" | "job";
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "操作已提交",
                     *       "data": {
                     *         "archive_id": "0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00",
                     *         "task_id": "task_20250627_143052",
                     *         "delivery": "job",
                     *         "archive_format": "zip",
                     *         "status": "pending",
                     *         "total_files": 1,
                     *         "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *         "file_size": null,
                     *         "file_size_formatted": null,
                     *         "content_hash": null,
                     *         "error_message": null,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": null,
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "status_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/archives/0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00",
                     *         "download_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/files/download/qs_highway_db_20250627_143052_pair.json"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["BuiltArchive"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    archives_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchArchiveRequest"];
            };
        };
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    archives_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the archive */
                archive_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取压缩包状态成功",
                     *       "data": {
                     *         "archive_id": "0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00",
                     *         "task_id": "task_20250627_143052",
                     *         "delivery": "job",
                     *         "archive_format": "zip",
                     *         "status": "completed",
                     *         "total_files": 1,
                     *         "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *         "file_size": 10240,
                     *         "file_size_formatted": "10.0 KB",
                     *         "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *         "error_message": null,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": "2025-07-01T14:35:20+08:00",
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "status_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/archives/0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00",
                     *         "download_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/files/download/qs_highway_db_20250627_143052_pair.json"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["BuiltArchive"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    archives_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the archive */
                archive_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                    "application/gzip": string;
                };
            };
            /** @description A part of the archive */
            206: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            416: components["responses"]["Failure416"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    fileCare_check: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "文件完整性检查完成",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "verdict": "intact",
                     *         "is_valid": true,
                     *         "task_running": false,
                     *         "summary": {
                     *           "total": 1,
                     *           "ok": 1,
                     *           "missing": 0,
                     *           "changed": 0,
                     *           "unrecorded": 0
                     *         },
                     *         "files": [
                     *           {
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "state": "ok",
                     *             "recorded_size": 10240,
                     *             "recorded_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *             "actual_size": 10240,
                     *             "actual_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190"
                     *           }
                     *         ],
                     *         "checked_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["IntegrityReport"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    fileCare_clean: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CleanupRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "旧文件清理完成",
                     *       "data": {
                     *         "dry_run": false,
                     *         "days_to_keep": 30,
                     *         "cutoff": "2025-07-01T14:30:52+08:00",
                     *         "tasks_examined": 1,
                     *         "tasks_running": [
                     *           "task_20250701_150123"
                     *         ],
                     *         "files_removed": 1,
                     *         "bytes_freed": 1,
                     *         "bytes_freed_formatted": "10.0 KB",
                     *         "by_kind": {},
                     *         "files": [
                     *           {
                     *             "task_id": "task_20250627_143052",
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "kind": "superseded",
                     *             "file_size": 10240,
                     *             "modified_at": "2025-07-01T14:30:52+08:00"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["CleanupView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    files_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
                /** @description Only files of this type */
                file_type?: "ddl" | "markdown" | "json" | "log" | "text" | "sql" | "csv" | "other";
                /** @description Only files of this sub-folder; empty for the top level */
                folder?: string;
                /** @description The field that sorts the files */
                sort_by?: "file_name" | "file_size" | "modified_at";
                /** @description asc: from the least; desc: from the greatest */
                sort_order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取文件列表成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "files": [
                     *           {
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "file_type": "json",
                     *             "file_size": 10240,
                     *             "file_size_formatted": "10.0 KB",
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "modified_at": "2025-07-01T14:30:52+08:00",
                     *             "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *             "step_name": "ddl_generation",
                     *             "is_primary": true,
                     *             "download_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/files/download/qs_highway_db_20250627_143052_pair.json"
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0,
                     *         "directory_info": {
                     *           "exists": true,
                     *           "total_files": 1,
                     *           "total_size": 10240,
                     *           "total_size_formatted": "10.0 KB",
                     *           "folders": [
                     *             "vector_bak"
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["FileList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    uploads_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description .ddl .md .txt .json .sql .csv .yaml .log .gz
                     */
                    file: string;
                    /**
                     * @default backup
                     * @enum {string}
                     */
                    overwrite_mode?: "backup" | "replace" | "skip";
                };
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "文件上传成功",
                     *       "data": {
                     *         "success": true,
                     *         "task_id": "task_20250627_143052",
                     *         "skipped": false,
                     *         "uploaded_file": {
                     *           "filename": "qs_highway_db_20250627_143052_pair.json",
                     *           "size": 1,
                     *           "size_formatted": "10.0 KB",
                     *           "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *           "uploaded_at": "2025-07-01T14:30:52+08:00",
                     *           "overwrite_mode": "backup",
                     *           "existed": false,
                     *           "action": "created",
                     *           "download_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/files/download/qs_highway_db_20250627_143052_pair.json"
                     *         },
                     *         "backup_info": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["UploadedFileView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    files_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Name as listed; a name in a sub-folder may be URL-encoded */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description A part of the content */
            206: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            416: components["responses"]["Failure416"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    files_download_2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Name as listed; a name in a sub-folder may be URL-encoded */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description A part of the content */
            206: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            416: components["responses"]["Failure416"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    files_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Name as listed; a name in a sub-folder may be URL-encoded */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "文件已删除",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *         "deleted_size": 10240,
                     *         "deleted_size_formatted": "10.0 KB",
                     *         "deleted_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["DeletedFile"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairs_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description The riskiest first, or as they are in the files */
                order?: "risk" | "file";
                /** @description Only pairs in this state of review */
                state?: "new" | "approved" | "rejected" | "needs_work";
                /** @description Only pairs of this kind, such as count or top_n */
                kind?: string;
                /** @description Only pairs from there */
                source?: "model" | "offline" | "uploaded" | "log" | "view" | "sql_file";
                /** @description Only pairs that read this table: schema.table or table */
                table?: string;
                /** @description Only pairs that are so difficult */
                difficulty?: "simple" | "moderate" | "challenging";
                /** @description Only pairs with this text in question, statement or comment, in any case */
                text?: string;
                /** @description Only pairs with this reason to look at them */
                risk?: "lapsed" | "read_back_differs" | "unproven" | "living_mutants" | "implausible" | "vacuous_condition" | "same_result" | "made_by_model" | "never_retrieved";
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取问答对成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "pairs": [
                     *           {
                     *             "pair_id": "pair_4a66009b69f19ed2",
                     *             "version": "2-Ab3dE6gH",
                     *             "question": "有多少个服务区？",
                     *             "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *             "kind": "superseded",
                     *             "source": "model",
                     *             "tables": [
                     *               "public.bss_service_area"
                     *             ],
                     *             "difficulty": "simple",
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "review": {
                     *               "state": "new",
                     *               "by": "by",
                     *               "at": "2025-07-01T14:30:52+08:00",
                     *               "comment": "服务区名称",
                     *               "lapses": [
                     *                 {
                     *                   "code": "question_changed",
                     *                   "what": "what"
                     *                 }
                     *               ],
                     *               "decided": "new"
                     *             },
                     *             "risks": [
                     *               "risks"
                     *             ],
                     *             "in_file": true
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "next_cursor": "next_cursor",
                     *         "counts": {
                     *           "states": {},
                     *           "kinds": {},
                     *           "sources": {},
                     *           "difficulties": {},
                     *           "risks": {},
                     *           "tables": {}
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["PairList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairs_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the pair */
                pair_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取问答对成功",
                     *       "data": {
                     *         "pair_id": "pair_4a66009b69f19ed2",
                     *         "version": "2-Ab3dE6gH",
                     *         "question": "有多少个服务区？",
                     *         "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *         "kind": "superseded",
                     *         "source": "model",
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "difficulty": "simple",
                     *         "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *         "review": {
                     *           "state": "new",
                     *           "by": "by",
                     *           "at": "2025-07-01T14:30:52+08:00",
                     *           "comment": "服务区名称",
                     *           "lapses": [
                     *             {
                     *               "code": "question_changed",
                     *               "what": "what"
                     *             }
                     *           ],
                     *           "decided": "new"
                     *         },
                     *         "risks": [
                     *           "risks"
                     *         ],
                     *         "in_file": true,
                     *         "columns": [
                     *           "columns"
                     *         ],
                     *         "evidence": {},
                     *         "weaknesses": [
                     *           "weaknesses"
                     *         ],
                     *         "not_proven": "not_proven",
                     *         "made": {
                     *           "question": "question",
                     *           "sql": "sql",
                     *           "changed_by": "rule"
                     *         },
                     *         "history": [
                     *           {
                     *             "number": 1,
                     *             "action": "decide",
                     *             "state": "new",
                     *             "comment": "服务区名称",
                     *             "question": "question",
                     *             "sql": "sql",
                     *             "before": {
                     *               "question": "question",
                     *               "sql": "sql"
                     *             },
                     *             "by": "by",
                     *             "at": "2025-07-01T14:30:52+08:00",
                     *             "batch_id": "batch_id",
                     *             "undoes": 1
                     *           }
                     *         ],
                     *         "neighbours": [
                     *           {
                     *             "because": "same_result",
                     *             "pair": {
                     *               "pair_id": "pair_4a66009b69f19ed2",
                     *               "version": "2-Ab3dE6gH",
                     *               "question": "有多少个服务区？",
                     *               "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *               "kind": "superseded",
                     *               "source": "model",
                     *               "tables": [
                     *                 "public.bss_service_area"
                     *               ],
                     *               "difficulty": "simple",
                     *               "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *               "review": {
                     *                 "state": "new",
                     *                 "by": "by",
                     *                 "at": "2025-07-01T14:30:52+08:00",
                     *                 "comment": "服务区名称",
                     *                 "lapses": [
                     *                   {
                     *                     "code": "question_changed",
                     *                     "what": "what"
                     *                   }
                     *                 ],
                     *                 "decided": "new"
                     *               },
                     *               "risks": [
                     *                 "risks"
                     *               ],
                     *               "in_file": true
                     *             }
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["PairDetail"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairChanges_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen; another one is a conflict */
                "If-Match": string;
            };
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the pair */
                pair_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangePairRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "问答对已更新",
                     *       "data": {
                     *         "pair_id": "pair_4a66009b69f19ed2",
                     *         "version": "2-Ab3dE6gH",
                     *         "question": "有多少个服务区？",
                     *         "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *         "kind": "superseded",
                     *         "source": "model",
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "difficulty": "simple",
                     *         "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *         "review": {
                     *           "state": "new",
                     *           "by": "by",
                     *           "at": "2025-07-01T14:30:52+08:00",
                     *           "comment": "服务区名称",
                     *           "lapses": [
                     *             {
                     *               "code": "question_changed",
                     *               "what": "what"
                     *             }
                     *           ],
                     *           "decided": "new"
                     *         },
                     *         "risks": [
                     *           "risks"
                     *         ],
                     *         "in_file": true,
                     *         "columns": [
                     *           "columns"
                     *         ],
                     *         "evidence": {},
                     *         "weaknesses": [
                     *           "weaknesses"
                     *         ],
                     *         "not_proven": "not_proven",
                     *         "made": {
                     *           "question": "question",
                     *           "sql": "sql",
                     *           "changed_by": "rule"
                     *         },
                     *         "history": [
                     *           {
                     *             "number": 1,
                     *             "action": "decide",
                     *             "state": "new",
                     *             "comment": "服务区名称",
                     *             "question": "question",
                     *             "sql": "sql",
                     *             "before": {
                     *               "question": "question",
                     *               "sql": "sql"
                     *             },
                     *             "by": "by",
                     *             "at": "2025-07-01T14:30:52+08:00",
                     *             "batch_id": "batch_id",
                     *             "undoes": 1
                     *           }
                     *         ],
                     *         "neighbours": [
                     *           {
                     *             "because": "same_result",
                     *             "pair": {
                     *               "pair_id": "pair_4a66009b69f19ed2",
                     *               "version": "2-Ab3dE6gH",
                     *               "question": "有多少个服务区？",
                     *               "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *               "kind": "superseded",
                     *               "source": "model",
                     *               "tables": [
                     *                 "public.bss_service_area"
                     *               ],
                     *               "difficulty": "simple",
                     *               "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *               "review": {
                     *                 "state": "new",
                     *                 "by": "by",
                     *                 "at": "2025-07-01T14:30:52+08:00",
                     *                 "comment": "服务区名称",
                     *                 "lapses": [
                     *                   {
                     *                     "code": "question_changed",
                     *                     "what": "what"
                     *                   }
                     *                 ],
                     *                 "decided": "new"
                     *               },
                     *               "risks": [
                     *                 "risks"
                     *               ],
                     *               "in_file": true
                     *             }
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["PairDetail"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairs_spotCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SpotCheckRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "抽查结果",
                     *       "data": {
                     *         "seed": "seed",
                     *         "n": 1,
                     *         "judged": 1,
                     *         "wrong": 1,
                     *         "error_rate": {
                     *           "share": 1,
                     *           "low": 1,
                     *           "high": 1
                     *         },
                     *         "pairs": [
                     *           {
                     *             "pair_id": "pair_4a66009b69f19ed2",
                     *             "version": "2-Ab3dE6gH",
                     *             "question": "有多少个服务区？",
                     *             "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *             "kind": "superseded",
                     *             "source": "model",
                     *             "tables": [
                     *               "public.bss_service_area"
                     *             ],
                     *             "difficulty": "simple",
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "review": {
                     *               "state": "new",
                     *               "by": "by",
                     *               "at": "2025-07-01T14:30:52+08:00",
                     *               "comment": "服务区名称",
                     *               "lapses": [
                     *                 {
                     *                   "code": "question_changed",
                     *                   "what": "what"
                     *                 }
                     *               ],
                     *               "decided": "new"
                     *             },
                     *             "risks": [
                     *               "risks"
                     *             ],
                     *             "in_file": true
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["SpotCheckView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairs_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PreviewRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "结果预览",
                     *       "data": {
                     *         "check": {
                     *           "status": "valid",
                     *           "problem": "problem",
                     *           "sqlstate": "sqlstate",
                     *           "position": 1,
                     *           "suggested_column": "suggested_column"
                     *         },
                     *         "columns": [
                     *           {
                     *             "name": "service_area_name",
                     *             "masked": true
                     *           }
                     *         ],
                     *         "rows": [
                     *           [
                     *             "rows"
                     *           ]
                     *         ],
                     *         "more": true,
                     *         "proof": {
                     *           "evidence": {},
                     *           "weaknesses": [
                     *             "weaknesses"
                     *           ],
                     *           "not_proven": "not_proven"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["PairPreviewView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairChanges_bulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeating the request changes nothing more */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkPairsRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "批量操作完成",
                     *       "data": {
                     *         "dry_run": false,
                     *         "count": 1,
                     *         "batch_id": "batch_id",
                     *         "pairs": [
                     *           {
                     *             "pair_id": "pair_4a66009b69f19ed2",
                     *             "version": "2-Ab3dE6gH",
                     *             "question": "有多少个服务区？",
                     *             "sql": "SELECT count(*) AS 服务区数量 FROM bss_service_area;",
                     *             "kind": "superseded",
                     *             "source": "model",
                     *             "tables": [
                     *               "public.bss_service_area"
                     *             ],
                     *             "difficulty": "simple",
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "review": {
                     *               "state": "new",
                     *               "by": "by",
                     *               "at": "2025-07-01T14:30:52+08:00",
                     *               "comment": "服务区名称",
                     *               "lapses": [
                     *                 {
                     *                   "code": "question_changed",
                     *                   "what": "what"
                     *                 }
                     *               ],
                     *               "decided": "new"
                     *             },
                     *             "risks": [
                     *               "risks"
                     *             ],
                     *             "in_file": true
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["BulkPairsView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    pairChanges_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UndoRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "已撤销",
                     *       "data": {
                     *         "pair_ids": [
                     *           "pair_ids"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["UndonePairs"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    coverage_coverage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "覆盖情况获取成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "measured": {
                     *           "measured_at": "2025-07-01T14:30:52+08:00",
                     *           "tables": {
                     *             "covered": 1,
                     *             "total": 1,
                     *             "missing": [
                     *               "missing"
                     *             ]
                     *           },
                     *           "columns": {
                     *             "covered": 1,
                     *             "total": 1,
                     *             "missing": [
                     *               "missing"
                     *             ]
                     *           },
                     *           "foreign_keys": {
                     *             "covered": 1,
                     *             "total": 1,
                     *             "missing": [
                     *               "missing"
                     *             ]
                     *           }
                     *         },
                     *         "asked": {
                     *           "forms": 1,
                     *           "pairs": 1,
                     *           "tables": [
                     *             {
                     *               "name": "service_area_name",
                     *               "calls": 1
                     *             }
                     *           ],
                     *           "joins": [
                     *             {
                     *               "name": "service_area_name",
                     *               "calls": 1
                     *             }
                     *           ],
                     *           "other_tables": [
                     *             {
                     *               "name": "service_area_name",
                     *               "calls": 1
                     *             }
                     *           ],
                     *           "not_learnt": [
                     *             {
                     *               "skeleton": "skeleton",
                     *               "tables": [
                     *                 "public.bss_service_area"
                     *               ],
                     *               "columns": [
                     *                 "columns"
                     *               ],
                     *               "joins": [
                     *                 "joins"
                     *               ],
                     *               "calls": 1,
                     *               "slots": [
                     *                 "slots"
                     *               ]
                     *             }
                     *           ],
                     *           "not_learnt_total": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TaskCoverage"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    semanticModel_overview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取语义模型成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "words": {},
                     *         "relationships": 1,
                     *         "metrics": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ModelOverview"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    semanticModel_change: {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen; another one is a conflict */
                "If-Match": string;
            };
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelChangeRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "语义模型已更新",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "table": {
                     *           "part": "table",
                     *           "table": "public.bss_company",
                     *           "name": "service_area_name",
                     *           "version": "Ab3dE6gH-_12",
                     *           "statements": [
                     *             {
                     *               "key": "role",
                     *               "value": "value",
                     *               "evidence": {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               },
                     *               "follows": true,
                     *               "set_by": "set_by",
                     *               "set_at": "2025-07-01T14:30:52+08:00"
                     *             }
                     *           ]
                     *         },
                     *         "columns": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "relationships": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ],
                     *             "from": "from",
                     *             "from_columns": [
                     *               "from_columns"
                     *             ],
                     *             "to": "to",
                     *             "to_columns": [
                     *               "to_columns"
                     *             ],
                     *             "standing": "fact",
                     *             "evidence": [
                     *               {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "metrics": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "profile": {
                     *           "rows": 1,
                     *           "columns": [
                     *             {
                     *               "name": "service_area_name",
                     *               "type": "character varying(255)",
                     *               "sensitive": true,
                     *               "null_share": 1,
                     *               "distinct": 1,
                     *               "min": "min",
                     *               "max": "max",
                     *               "quartiles": [
                     *                 "quartiles"
                     *               ],
                     *               "values": [
                     *                 {
                     *                   "value": "value",
                     *                   "share": 1
                     *                 }
                     *               ],
                     *               "values_complete": true
                     *             }
                     *           ]
                     *         },
                     *         "stale_steps": [
                     *           "ddl_generation"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ModelTableView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    semanticModel_table: {
        parameters: {
            query: {
                /** @description The table, as schema.table */
                table: string;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取语义模型成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "table": {
                     *           "part": "table",
                     *           "table": "public.bss_company",
                     *           "name": "service_area_name",
                     *           "version": "Ab3dE6gH-_12",
                     *           "statements": [
                     *             {
                     *               "key": "role",
                     *               "value": "value",
                     *               "evidence": {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               },
                     *               "follows": true,
                     *               "set_by": "set_by",
                     *               "set_at": "2025-07-01T14:30:52+08:00"
                     *             }
                     *           ]
                     *         },
                     *         "columns": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "relationships": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ],
                     *             "from": "from",
                     *             "from_columns": [
                     *               "from_columns"
                     *             ],
                     *             "to": "to",
                     *             "to_columns": [
                     *               "to_columns"
                     *             ],
                     *             "standing": "fact",
                     *             "evidence": [
                     *               {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "metrics": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "profile": {
                     *           "rows": 1,
                     *           "columns": [
                     *             {
                     *               "name": "service_area_name",
                     *               "type": "character varying(255)",
                     *               "sensitive": true,
                     *               "null_share": 1,
                     *               "distinct": 1,
                     *               "min": "min",
                     *               "max": "max",
                     *               "quartiles": [
                     *                 "quartiles"
                     *               ],
                     *               "values": [
                     *                 {
                     *                   "value": "value",
                     *                   "share": 1
                     *                 }
                     *               ],
                     *               "values_complete": true
                     *             }
                     *           ]
                     *         },
                     *         "stale_steps": [
                     *           "ddl_generation"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ModelTableView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    semanticModel_edits: {
        parameters: {
            query?: {
                /** @description Only edits of this table, its columns, and joins that start there */
                table?: string;
                /** @description Only edits with a smaller number */
                before?: number;
                /** @description Most entries of the answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取修改记录成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "edits": [
                     *           {
                     *             "number": 1,
                     *             "action": "edit",
                     *             "part": "table",
                     *             "table": "table",
                     *             "name": "service_area_name",
                     *             "changes": [
                     *               {
                     *                 "key": "key",
                     *                 "before": "before",
                     *                 "after": "after"
                     *               }
                     *             ],
                     *             "by": "by",
                     *             "at": "2025-07-01T14:30:52+08:00",
                     *             "undoes": 1
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ModelEditList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    semanticModel_addJoin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewJoinRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "关联已添加",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "table": {
                     *           "part": "table",
                     *           "table": "public.bss_company",
                     *           "name": "service_area_name",
                     *           "version": "Ab3dE6gH-_12",
                     *           "statements": [
                     *             {
                     *               "key": "role",
                     *               "value": "value",
                     *               "evidence": {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               },
                     *               "follows": true,
                     *               "set_by": "set_by",
                     *               "set_at": "2025-07-01T14:30:52+08:00"
                     *             }
                     *           ]
                     *         },
                     *         "columns": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "relationships": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ],
                     *             "from": "from",
                     *             "from_columns": [
                     *               "from_columns"
                     *             ],
                     *             "to": "to",
                     *             "to_columns": [
                     *               "to_columns"
                     *             ],
                     *             "standing": "fact",
                     *             "evidence": [
                     *               {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "metrics": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "profile": {
                     *           "rows": 1,
                     *           "columns": [
                     *             {
                     *               "name": "service_area_name",
                     *               "type": "character varying(255)",
                     *               "sensitive": true,
                     *               "null_share": 1,
                     *               "distinct": 1,
                     *               "min": "min",
                     *               "max": "max",
                     *               "quartiles": [
                     *                 "quartiles"
                     *               ],
                     *               "values": [
                     *                 {
                     *                   "value": "value",
                     *                   "share": 1
                     *                 }
                     *               ],
                     *               "values_complete": true
                     *             }
                     *           ]
                     *         },
                     *         "stale_steps": [
                     *           "ddl_generation"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["ModelTableView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    semanticModel_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ModelUndoRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "已撤销",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "table": {
                     *           "part": "table",
                     *           "table": "public.bss_company",
                     *           "name": "service_area_name",
                     *           "version": "Ab3dE6gH-_12",
                     *           "statements": [
                     *             {
                     *               "key": "role",
                     *               "value": "value",
                     *               "evidence": {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               },
                     *               "follows": true,
                     *               "set_by": "set_by",
                     *               "set_at": "2025-07-01T14:30:52+08:00"
                     *             }
                     *           ]
                     *         },
                     *         "columns": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "relationships": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ],
                     *             "from": "from",
                     *             "from_columns": [
                     *               "from_columns"
                     *             ],
                     *             "to": "to",
                     *             "to_columns": [
                     *               "to_columns"
                     *             ],
                     *             "standing": "fact",
                     *             "evidence": [
                     *               {
                     *                 "source": "declared",
                     *                 "confidence": 1,
                     *                 "reason": "reason"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "metrics": [
                     *           {
                     *             "part": "table",
                     *             "table": "public.bss_company",
                     *             "name": "service_area_name",
                     *             "version": "Ab3dE6gH-_12",
                     *             "statements": [
                     *               {
                     *                 "key": "role",
                     *                 "value": "value",
                     *                 "evidence": {
                     *                   "source": "declared",
                     *                   "confidence": 1,
                     *                   "reason": "reason"
                     *                 },
                     *                 "follows": true,
                     *                 "set_by": "set_by",
                     *                 "set_at": "2025-07-01T14:30:52+08:00"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "profile": {
                     *           "rows": 1,
                     *           "columns": [
                     *             {
                     *               "name": "service_area_name",
                     *               "type": "character varying(255)",
                     *               "sensitive": true,
                     *               "null_share": 1,
                     *               "distinct": 1,
                     *               "min": "min",
                     *               "max": "max",
                     *               "quartiles": [
                     *                 "quartiles"
                     *               ],
                     *               "values": [
                     *                 {
                     *                   "value": "value",
                     *                   "share": 1
                     *                 }
                     *               ],
                     *               "values_complete": true
                     *             }
                     *           ]
                     *         },
                     *         "stale_steps": [
                     *           "ddl_generation"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ModelTableView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    schedules_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
                /** @description Only the schedule of this task */
                task_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取定时计划列表成功",
                     *       "data": {
                     *         "schedules": [
                     *           {
                     *             "task_id": "task_20250627_143052",
                     *             "task_name": "高速公路服务区",
                     *             "schedule": "0 2 * * *",
                     *             "time_zone": "Asia/Shanghai",
                     *             "clean_existing_files": true,
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "next_run_at": "2025-07-01T14:30:52+08:00",
                     *             "last_started_at": "2025-07-01T14:30:52+08:00",
                     *             "last_refusal": null
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ScheduleList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    schedules_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取定时计划成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "task_name": "高速公路服务区",
                     *         "schedule": "0 2 * * *",
                     *         "time_zone": "Asia/Shanghai",
                     *         "clean_existing_files": true,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "next_run_at": "2025-07-01T14:30:52+08:00",
                     *         "last_started_at": "2025-07-01T14:30:52+08:00",
                     *         "last_refusal": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ScheduleView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    schedules_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "定时计划已保存",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "task_name": "高速公路服务区",
                     *         "schedule": "0 2 * * *",
                     *         "time_zone": "Asia/Shanghai",
                     *         "clean_existing_files": true,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "next_run_at": "2025-07-01T14:30:52+08:00",
                     *         "last_started_at": "2025-07-01T14:30:52+08:00",
                     *         "last_refusal": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ScheduleView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    schedules_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "定时计划已移除",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "removed": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RemovedSchedule"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    businessDatabase_tables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ListTablesRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取表列表成功",
                     *       "data": {
                     *         "tables": [
                     *           "public.bss_service_area"
                     *         ],
                     *         "total": 1,
                     *         "schemas": [
                     *           "public"
                     *         ],
                     *         "table_name_pattern": "bss_*",
                     *         "details": [
                     *           {
                     *             "name": "service_area_name",
                     *             "kind": "table",
                     *             "comment": "服务区名称"
                     *           }
                     *         ],
                     *         "db_connection_info": {
                     *           "database": "highway_db"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ListedTables"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    businessDatabase_document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DocumentTableRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "生成表文档成功",
                     *       "data": {
                     *         "ddl": "create table public.bss_service_area (\n  id varchar(32) not null  -- 主键ID\n);",
                     *         "md": "## bss_service_area（服务区信息表）",
                     *         "table_info": {
                     *           "table_name": "bss_service_area",
                     *           "schema_name": "public",
                     *           "full_name": "public.bss_service_area",
                     *           "kind": "table",
                     *           "comment": "服务区名称",
                     *           "field_count": 1,
                     *           "row_count": 1,
                     *           "table_size": "64.0 KB"
                     *         },
                     *         "fields": [
                     *           {
                     *             "name": "service_area_name",
                     *             "type": "character varying(255)",
                     *             "nullable": true,
                     *             "comment": "服务区名称",
                     *             "is_primary_key": true,
                     *             "is_foreign_key": true,
                     *             "default_value": null,
                     *             "is_enum": true,
                     *             "enum_values": null
                     *           }
                     *         ],
                     *         "generation_info": {
                     *           "business_context": "高速公路服务区管理系统",
                     *           "output_type": "ddl",
                     *           "has_llm_comments": true,
                     *           "language": "zh",
                     *           "database": "highway_db"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["DocumentedTable"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    taskDiff_diff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "比较完成",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "database": "highway_db",
                     *         "documented_at": "2025-07-01T14:30:52+08:00",
                     *         "up_to_date": true,
                     *         "tables": {
                     *           "checked": 1,
                     *           "added": [
                     *             "added"
                     *           ],
                     *           "removed": [
                     *             "removed"
                     *           ],
                     *           "altered": [
                     *             {
                     *               "table": "table",
                     *               "added_columns": [
                     *                 "added_columns"
                     *               ],
                     *               "removed_columns": [
                     *                 "removed_columns"
                     *               ],
                     *               "altered_columns": [
                     *                 {
                     *                   "column": "column",
                     *                   "before": "before",
                     *                   "after": "after"
                     *                 }
                     *               ],
                     *               "added_rules": [
                     *                 "added_rules"
                     *               ],
                     *               "removed_rules": [
                     *                 "removed_rules"
                     *               ]
                     *             }
                     *           ]
                     *         },
                     *         "pairs": {
                     *           "checked": 1,
                     *           "stale": [
                     *             {
                     *               "id": "123",
                     *               "question": "question",
                     *               "sql": "sql",
                     *               "reason": "reason"
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TaskDiff"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "version": "version"
                     *     }
                     */
                    "application/json": components["schemas"]["Liveness"];
                };
            };
        };
    };
    health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Health Check is successful */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {},
                     *       "error": null,
                     *       "details": {}
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example ok
                         * @enum {string}
                         */
                        status?: "ok" | "degraded";
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /** @example {} */
                        error?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
            /** @description The Health Check is not successful */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @example error
                         * @enum {string}
                         */
                        status?: "error" | "shutting_down";
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       }
                         *     }
                         */
                        info?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        error?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        } | null;
                        /**
                         * @example {
                         *       "database": {
                         *         "status": "up",
                         *         "responseTime": 12
                         *       },
                         *       "redis": {
                         *         "status": "down",
                         *         "message": "Could not connect",
                         *         "responseTime": 3005
                         *       }
                         *     }
                         */
                        details?: {
                            [key: string]: {
                                /** @enum {string} */
                                status: "up" | "degraded" | "down";
                                /** @description Time the health indicator took to respond, in ms */
                                responseTime?: number;
                            } & {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
    };
    trainingData_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Only records of this collection */
                collection?: "sql" | "ddl" | "documentation";
                /** @description next_after of the page before */
                after?: string;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取训练数据成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "records": [
                     *           {
                     *             "id": "123",
                     *             "collection": "sql",
                     *             "document": "{\"question\": \"有多少个服务区？\", \"sql\": \"SELECT count(*) FROM bss_service_area;\"}",
                     *             "source": "database",
                     *             "tasks": [
                     *               "task_20250627_143052"
                     *             ],
                     *             "embedding_model": null
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "next_after": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TrainingDataList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    trainingData_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "训练数据已移除",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "removed": 1,
                     *         "kept_for_other_tasks": 1,
                     *         "removed_files": [
                     *           "langchain_pg_embedding_20250701_020000.csv"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RemovedTrainingData"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorBackup_backup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["BackupRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作完成",
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "backup_performed": true,
                     *         "truncate_performed": false,
                     *         "backup_directory": "task_20250627_143052/vector_bak",
                     *         "backup_timestamp": "20250721_234914",
                     *         "manifest_file": "backup_manifest_20250721_234914.json",
                     *         "log_file": "vector_backup_log.txt",
                     *         "tables_backed_up": {},
                     *         "truncate_results": {},
                     *         "encryption_key_id": "encryption_key_id",
                     *         "incremental": {
                     *           "base_timestamp": "2025-07-01T14:30:52+08:00",
                     *           "deleted_file": "deleted_file",
                     *           "deleted_rows": 1,
                     *           "total_rows": 1
                     *         },
                     *         "errors": [],
                     *         "duration": 1,
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["BackupAnswer"];
                    };
                };
            };
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作已提交，正在后台执行",
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "status": "pending",
                     *         "operation_url": "/api/v0/data_pipeline/vector/operations/vector_backup_20250721_234914",
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["StartedOperation"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorRestore_list: {
        parameters: {
            query?: {
                /** @description Only backups in the folder of all */
                global_only?: boolean;
                /** @description Only backups in the folder of this task */
                task_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作完成",
                     *         "backup_locations": [
                     *           {
                     *             "type": "task",
                     *             "relative_path": "task_20250627_143052/vector_bak",
                     *             "task_id": "task_20250627_143052",
                     *             "backups": [
                     *               {
                     *                 "timestamp": "2025-07-01T14:30:52+08:00",
                     *                 "collection_file": "langchain_pg_collection_20250721_234914.csv",
                     *                 "embedding_file": "langchain_pg_embedding_20250721_234914.csv",
                     *                 "collection_size": "209.0 B",
                     *                 "embedding_size": "818.9 KB",
                     *                 "backup_date": "2025-07-21 23:49:14",
                     *                 "format": "csv",
                     *                 "compression": "none",
                     *                 "encryption_key_id": "encryption_key_id",
                     *                 "can_decrypt": true,
                     *                 "has_log": true,
                     *                 "log_file": "vector_backup_log.txt",
                     *                 "has_manifest": true,
                     *                 "incremental": true,
                     *                 "base_timestamp": "2025-07-01T14:30:52+08:00",
                     *                 "size_bytes": 10240,
                     *                 "created_at": "2025-07-01T14:30:52+08:00",
                     *                 "rows": 1,
                     *                 "verified": true,
                     *                 "verified_at": "2025-07-01T14:30:52+08:00",
                     *                 "restore_seconds": 267.4,
                     *                 "damaged_at": "2025-07-01T14:30:52+08:00",
                     *                 "storage": "first",
                     *                 "copy": {
                     *                   "state": "verified",
                     *                   "copied_at": "2025-07-01T14:30:52+08:00",
                     *                   "problem": "problem"
                     *                 },
                     *                 "complete": true,
                     *                 "problem": "problem"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "summary": {
                     *           "total_locations": 1,
                     *           "total_backup_sets": 1,
                     *           "global_backups": 1,
                     *           "task_backups": 1,
                     *           "schedule": "0 2 * * *",
                     *           "verify_schedule": "verify_schedule",
                     *           "keep": 1,
                     *           "copies_missing": 1,
                     *           "scan_time": "2025-07-01T14:30:52+08:00"
                     *         },
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["BackupList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorRestore_restore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RestoreRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作完成",
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "restore_performed": true,
                     *         "truncate_performed": false,
                     *         "backup_info": {
                     *           "backup_path": "task_20250627_143052/vector_bak",
                     *           "timestamp": "2025-07-01T14:30:52+08:00",
                     *           "backup_date": "2025-07-21 23:49:14"
                     *         },
                     *         "truncate_results": {},
                     *         "restore_results": {},
                     *         "indexes_rebuilt": [
                     *           "langchain_pg_embedding_pkey"
                     *         ],
                     *         "verification": {},
                     *         "errors": [],
                     *         "duration": 1,
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RestoreAnswer"];
                    };
                };
            };
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作已提交，正在后台执行",
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "status": "pending",
                     *         "operation_url": "/api/v0/data_pipeline/vector/operations/vector_backup_20250721_234914",
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["StartedOperation"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorRestore_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VerifyRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作完成",
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "verified": true,
                     *         "verified_at": "2025-07-01T14:30:52+08:00",
                     *         "tables": {},
                     *         "not_recreated": [
                     *           "not_recreated"
                     *         ],
                     *         "encryption_key_id": "encryption_key_id",
                     *         "errors": [],
                     *         "restore_seconds": 267.4,
                     *         "duration": 1,
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["VerifyAnswer"];
                    };
                };
            };
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "response": "操作已提交，正在后台执行",
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "status": "pending",
                     *         "operation_url": "/api/v0/data_pipeline/vector/operations/vector_backup_20250721_234914",
                     *         "timestamp": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["StartedOperation"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorRetention_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "rules": {
                     *           "keep": null,
                     *           "keep_days": null,
                     *           "keep_daily": null,
                     *           "keep_weekly": null,
                     *           "keep_monthly": null
                     *         },
                     *         "time_zone": "Asia/Shanghai",
                     *         "locations": [
                     *           {
                     *             "type": "task",
                     *             "relative_path": "task_20250627_143052/vector_bak",
                     *             "task_id": "task_20250627_143052",
                     *             "backups": [
                     *               {
                     *                 "timestamp": "2025-07-01T14:30:52+08:00",
                     *                 "created_at": "2025-07-01T14:30:52+08:00",
                     *                 "size_bytes": 10240,
                     *                 "keeps": true,
                     *                 "reasons": [],
                     *                 "explanation": "explanation"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "removed_backups": 1,
                     *         "removed_bytes": 10240
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RetentionPreview"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorOperations_list: {
        parameters: {
            query?: {
                /** @description Only operations of this kind */
                kind?: "backup" | "restore" | "verify" | "copy";
                /** @description Only operations with this status */
                status?: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @description Only operations on the folder of this task */
                task_id?: string;
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "operations": [
                     *           {
                     *             "operation_id": "vector_backup_20250721_234914",
                     *             "kind": "backup",
                     *             "status": "completed",
                     *             "task_id": "task_20250627_143052",
                     *             "parameters": {
                     *               "business_context": "高速公路服务区管理系统",
                     *               "db_name": "highway_db",
                     *               "enable_sql_validation": true
                     *             },
                     *             "progress": {},
                     *             "result": {
                     *               "total_tables": 7,
                     *               "processed_successfully": 7
                     *             },
                     *             "error": null,
                     *             "waiting": {
                     *               "error_code": "DELETE_FAILED",
                     *               "reason": "reason",
                     *               "since": "2025-07-01T14:30:52+08:00",
                     *               "until": "2025-07-01T14:30:52+08:00",
                     *               "next_attempt_at": "2025-07-01T14:30:52+08:00"
                     *             },
                     *             "cancel_requested": false,
                     *             "attempts": 1,
                     *             "worker_id": "worker-1:4711",
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00",
                     *             "files": [
                     *               {
                     *                 "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *                 "download_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/files/download/qs_highway_db_20250627_143052_pair.json"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["OperationList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorOperations_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the operation */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作成功",
                     *       "data": {
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "kind": "backup",
                     *         "status": "completed",
                     *         "task_id": "task_20250627_143052",
                     *         "parameters": {
                     *           "business_context": "高速公路服务区管理系统",
                     *           "db_name": "highway_db",
                     *           "enable_sql_validation": true
                     *         },
                     *         "progress": {},
                     *         "result": {
                     *           "total_tables": 7,
                     *           "processed_successfully": 7
                     *         },
                     *         "error": null,
                     *         "waiting": {
                     *           "error_code": "DELETE_FAILED",
                     *           "reason": "reason",
                     *           "since": "2025-07-01T14:30:52+08:00",
                     *           "until": "2025-07-01T14:30:52+08:00",
                     *           "next_attempt_at": "2025-07-01T14:30:52+08:00"
                     *         },
                     *         "cancel_requested": false,
                     *         "attempts": 1,
                     *         "worker_id": "worker-1:4711",
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "started_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": "2025-07-01T14:35:20+08:00",
                     *         "files": [
                     *           {
                     *             "file_name": "qs_highway_db_20250627_143052_pair.json",
                     *             "download_url": "/api/v0/data_pipeline/tasks/task_20250627_143052/files/download/qs_highway_db_20250627_143052_pair.json"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["OperationView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorOperations_remove: {
        parameters: {
            query?: {
                /** @description Also the last verified backup of its folder */
                include_backups?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the operation */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "操作已删除",
                     *       "data": {
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "removed_files": [
                     *           "langchain_pg_embedding_20250701_020000.csv"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RemovedOperation"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorOperations_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the operation */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "已请求取消操作",
                     *       "data": {
                     *         "operation_id": "vector_backup_20250721_234914",
                     *         "status": "cancelled",
                     *         "cancel_requested": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["CancelledOperation"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    vectorOperations_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the operation */
                operation_id: string;
                /** @description Name of the file, as the operation lists it */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The content */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description A part of the content */
            206: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    /** @description The recorded SHA-256; weak for files without a record */
                    ETag?: string;
                    /** @description Time of the newest change */
                    "Last-Modified"?: string;
                    /** @description Name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description Not modified */
            304: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            416: components["responses"]["Failure416"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    embeddings_embed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmbeddingsRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "object": "list",
                     *       "data": [
                     *         {
                     *           "object": "embedding",
                     *           "index": 0,
                     *           "embedding": [
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "model": "built-in-zh-en-v1-768",
                     *       "usage": {
                     *         "prompt_tokens": 1,
                     *         "total_tokens": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EmbeddingList"];
                };
            };
            /** @description validation_error: the input is not valid; `details.problems` names every field */
            400: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description unauthorized: an API key is missing or unknown */
            401: {
                headers: {
                    /** @description How a key can be sent */
                    "WWW-Authenticate"?: string;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description forbidden: the API key lacks the scope that the route needs */
            403: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the model is not the one of the store; the message names both */
            404: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the store was made by another embedder than the configured one; the message names both */
            409: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description rate_limited: the key has sent too many requests; see Retry-After */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the request line and headers are larger than 16 KB */
            431: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description internal_error or database_error; `details.correlation_id` is in the log too */
            500: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description service_unavailable: Postgres, the queue or the storage is unreachable; see Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
        };
    };
    embeddings_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "object": "list",
                     *       "data": [
                     *         {
                     *           "id": "123",
                     *           "object": "model",
                     *           "created": 0,
                     *           "owned_by": "data-pipeline",
                     *           "purpose": "query"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EmbeddingModelList"];
                };
            };
            /** @description unauthorized: an API key is missing or unknown */
            401: {
                headers: {
                    /** @description How a key can be sent */
                    "WWW-Authenticate"?: string;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description forbidden: the API key lacks the scope that the route needs */
            403: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the store was made by another embedder than the configured one; the message names both */
            409: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description rate_limited: the key has sent too many requests; see Retry-After */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the request line and headers are larger than 16 KB */
            431: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description internal_error or database_error; `details.correlation_id` is in the log too */
            500: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description service_unavailable: Postgres, the queue or the storage is unreachable; see Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
        };
    };
    embeddings_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "123",
                     *       "object": "model",
                     *       "created": 0,
                     *       "owned_by": "data-pipeline",
                     *       "purpose": "query"
                     *     }
                     */
                    "application/json": components["schemas"]["EmbeddingModel"];
                };
            };
            /** @description unauthorized: an API key is missing or unknown */
            401: {
                headers: {
                    /** @description How a key can be sent */
                    "WWW-Authenticate"?: string;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description forbidden: the API key lacks the scope that the route needs */
            403: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the model is not the one of the store; the message names both */
            404: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the store was made by another embedder than the configured one; the message names both */
            409: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description rate_limited: the key has sent too many requests; see Retry-After */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description the request line and headers are larger than 16 KB */
            431: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description internal_error or database_error; `details.correlation_id` is in the log too */
            500: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
            /** @description service_unavailable: Postgres, the queue or the storage is unreachable; see Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenAiFailure"];
                };
            };
        };
    };
    search_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "检索完成",
                     *       "data": {
                     *         "mode": "hybrid",
                     *         "embedding_model": "embedding_model",
                     *         "notes": [
                     *           "notes"
                     *         ],
                     *         "ddl": [
                     *           {
                     *             "id": "123",
                     *             "score": 1,
                     *             "vector_rank": 1,
                     *             "similarity": 1,
                     *             "lexical_rank": 1,
                     *             "matched_terms": [
                     *               "matched_terms"
                     *             ],
                     *             "joined_to": "joined_to",
                     *             "db_name": "highway_db",
                     *             "tasks": [
                     *               "task_20250627_143052"
                     *             ],
                     *             "document": "{\"question\": \"有多少个服务区？\", \"sql\": \"SELECT count(*) FROM bss_service_area;\"}"
                     *           }
                     *         ],
                     *         "documents": [
                     *           {
                     *             "id": "123",
                     *             "score": 1,
                     *             "vector_rank": 1,
                     *             "similarity": 1,
                     *             "lexical_rank": 1,
                     *             "matched_terms": [
                     *               "matched_terms"
                     *             ],
                     *             "joined_to": "joined_to",
                     *             "db_name": "highway_db",
                     *             "tasks": [
                     *               "task_20250627_143052"
                     *             ],
                     *             "document": "{\"question\": \"有多少个服务区？\", \"sql\": \"SELECT count(*) FROM bss_service_area;\"}"
                     *           }
                     *         ],
                     *         "pairs": [
                     *           {
                     *             "id": "123",
                     *             "score": 1,
                     *             "vector_rank": 1,
                     *             "similarity": 1,
                     *             "lexical_rank": 1,
                     *             "matched_terms": [
                     *               "matched_terms"
                     *             ],
                     *             "joined_to": "joined_to",
                     *             "db_name": "highway_db",
                     *             "tasks": [
                     *               "task_20250627_143052"
                     *             ],
                     *             "question": "question",
                     *             "sql": "sql"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["SearchAnswer"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    context_build: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContextRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "上下文已构建",
                     *       "data": {
                     *         "mode": "hybrid",
                     *         "embedding_model": "embedding_model",
                     *         "notes": [
                     *           "notes"
                     *         ],
                     *         "tokens": 1,
                     *         "text": "text",
                     *         "tables": [
                     *           {
                     *             "name": "service_area_name",
                     *             "db_name": "highway_db",
                     *             "reason": "found",
                     *             "ddl": "create table public.bss_service_area (\n  id varchar(32) not null  -- 主键ID\n);",
                     *             "document": "{\"question\": \"有多少个服务区？\", \"sql\": \"SELECT count(*) FROM bss_service_area;\"}"
                     *           }
                     *         ],
                     *         "joins": [
                     *           {
                     *             "condition": "public.bss_branch.service_area_id = public.bss_service_area.id",
                     *             "declared": true
                     *           }
                     *         ],
                     *         "documents": [
                     *           "documents"
                     *         ],
                     *         "pairs": [
                     *           {
                     *             "question": "有多少个服务区？",
                     *             "sql": "SELECT count(*) FROM bss_service_area;"
                     *           }
                     *         ],
                     *         "left_out": [
                     *           {
                     *             "kind": "table",
                     *             "name": "service_area_name"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ContextAnswer"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_list: {
        parameters: {
            query?: {
                /** @description Only sets of this task */
                task_id?: string;
                /** @description Only sets of this business database */
                db_name?: string;
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取题集列表成功",
                     *       "data": {
                     *         "question_sets": [
                     *           {
                     *             "set_id": "set_id",
                     *             "name": "service_area_name",
                     *             "origin": "origin",
                     *             "task_id": "task_20250627_143052",
                     *             "db_name": "highway_db",
                     *             "question_count": 1,
                     *             "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *             "created_by": "reporting",
                     *             "created_at": "2025-07-01T14:30:52+08:00"
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["QuestionSetList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionSetRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "题集已保存",
                     *       "data": {
                     *         "set_id": "set_id",
                     *         "name": "service_area_name",
                     *         "origin": "origin",
                     *         "task_id": "task_20250627_143052",
                     *         "db_name": "highway_db",
                     *         "question_count": 1,
                     *         "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *         "created_by": "reporting",
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["QuestionSetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description .json .csv .xlsx
                     */
                    file: string;
                    /** @description By default the name of the file */
                    name?: string;
                    task_id?: string;
                    db_name?: string;
                    /** @default true */
                    execute_sql?: boolean;
                };
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "题集已保存",
                     *       "data": {
                     *         "set_id": "set_id",
                     *         "name": "service_area_name",
                     *         "origin": "origin",
                     *         "task_id": "task_20250627_143052",
                     *         "db_name": "highway_db",
                     *         "question_count": 1,
                     *         "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *         "created_by": "reporting",
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["QuestionSetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_heldOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeldOutSetRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "题集已保存",
                     *       "data": {
                     *         "set_id": "set_id",
                     *         "name": "service_area_name",
                     *         "origin": "origin",
                     *         "task_id": "task_20250627_143052",
                     *         "db_name": "highway_db",
                     *         "question_count": 1,
                     *         "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *         "created_by": "reporting",
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["QuestionSetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_learnt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LearntSetRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "题集已保存",
                     *       "data": {
                     *         "set_id": "set_id",
                     *         "name": "service_area_name",
                     *         "origin": "origin",
                     *         "task_id": "task_20250627_143052",
                     *         "db_name": "highway_db",
                     *         "question_count": 1,
                     *         "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *         "created_by": "reporting",
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["QuestionSetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question set */
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取题集成功",
                     *       "data": {
                     *         "set_id": "set_id",
                     *         "name": "service_area_name",
                     *         "origin": "origin",
                     *         "task_id": "task_20250627_143052",
                     *         "db_name": "highway_db",
                     *         "question_count": 1,
                     *         "content_hash": "a1ee9b3b0a3e4f3f4d2c4e2f0c9d8b7a6f5e4d3c2b1a09182736455463728190",
                     *         "created_by": "reporting",
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["QuestionSetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the question set */
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "题集已删除",
                     *       "data": {
                     *         "set_id": "set_id",
                     *         "removed_evaluations": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RemovedQuestionSet"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    questionSets_questions: {
        parameters: {
            query?: {
                /** @description Questions after this position */
                after?: number;
                /** @description Most entries of the answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the question set */
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取题目成功",
                     *       "data": {
                     *         "questions": [
                     *           {
                     *             "position": 1,
                     *             "id": "123",
                     *             "question": "question",
                     *             "gold_sql": [
                     *               "gold_sql"
                     *             ],
                     *             "language": "zh",
                     *             "origin": "origin",
                     *             "unanswerable": true,
                     *             "hint": "hint"
                     *           }
                     *         ],
                     *         "next_after": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["QuestionPage"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_list: {
        parameters: {
            query?: {
                /** @description Only evaluations with this status */
                status?: "pending" | "running" | "completed" | "failed" | "cancelled";
                /** @description Only evaluations with this question set */
                set_id?: string;
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取评测列表成功",
                     *       "data": {
                     *         "evaluations": [
                     *           {
                     *             "evaluation_id": "evaluation_id",
                     *             "task_id": "task_20250627_143052",
                     *             "set_id": "set_id",
                     *             "db_name": "highway_db",
                     *             "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *             "status": "completed",
                     *             "phase": "loaded",
                     *             "level": "retrieval",
                     *             "arms": [
                     *               "arms"
                     *             ],
                     *             "parameters": {
                     *               "arms": [
                     *                 "schema"
                     *               ],
                     *               "level": "retrieval",
                     *               "phase": "loaded",
                     *               "results": 1,
                     *               "mode": "vector",
                     *               "embedder": "store",
                     *               "budget": {
                     *                 "max_questions": 1,
                     *                 "max_tokens": 1,
                     *                 "max_cost": 1
                     *               },
                     *               "gate": {
                     *                 "min_context_sufficiency": 1,
                     *                 "min_all_tables": 1
                     *               }
                     *             },
                     *             "progress": {
                     *               "done": 1,
                     *               "total": 1
                     *             },
                     *             "summary": {
                     *               "questions": {
                     *                 "total": 1,
                     *                 "counted": 1,
                     *                 "leaked": 1,
                     *                 "unusable": 1,
                     *                 "unanswerable": 1
                     *               },
                     *               "arms": {},
                     *               "kept_half": {},
                     *               "causes": {},
                     *               "gate": {
                     *                 "passed": true,
                     *                 "checks": [
                     *                   {
                     *                     "name": "min_context_sufficiency",
                     *                     "arm": "schema",
                     *                     "minimum": 1,
                     *                     "reached": 1,
                     *                     "passed": true
                     *                   }
                     *                 ]
                     *               }
                     *             },
                     *             "error": null,
                     *             "cancel_requested": false,
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00"
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["EvaluationList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EvaluationRequest"];
            };
        };
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "评测已排队",
                     *       "data": {
                     *         "evaluation_id": "evaluation_id",
                     *         "task_id": "task_20250627_143052",
                     *         "set_id": "set_id",
                     *         "db_name": "highway_db",
                     *         "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *         "status": "completed",
                     *         "phase": "loaded",
                     *         "level": "retrieval",
                     *         "arms": [
                     *           "arms"
                     *         ],
                     *         "parameters": {
                     *           "arms": [
                     *             "schema"
                     *           ],
                     *           "level": "retrieval",
                     *           "phase": "loaded",
                     *           "results": 1,
                     *           "mode": "vector",
                     *           "embedder": "store",
                     *           "budget": {
                     *             "max_questions": 1,
                     *             "max_tokens": 1,
                     *             "max_cost": 1
                     *           },
                     *           "gate": {
                     *             "min_context_sufficiency": 1,
                     *             "min_all_tables": 1
                     *           }
                     *         },
                     *         "progress": {
                     *           "done": 1,
                     *           "total": 1
                     *         },
                     *         "summary": {
                     *           "questions": {
                     *             "total": 1,
                     *             "counted": 1,
                     *             "leaked": 1,
                     *             "unusable": 1,
                     *             "unanswerable": 1
                     *           },
                     *           "arms": {},
                     *           "kept_half": {},
                     *           "causes": {},
                     *           "gate": {
                     *             "passed": true,
                     *             "checks": [
                     *               {
                     *                 "name": "min_context_sufficiency",
                     *                 "arm": "schema",
                     *                 "minimum": 1,
                     *                 "reached": 1,
                     *                 "passed": true
                     *               }
                     *             ]
                     *           }
                     *         },
                     *         "error": null,
                     *         "cancel_requested": false,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "started_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": "2025-07-01T14:35:20+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["EvaluationView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取评测成功",
                     *       "data": {
                     *         "evaluation_id": "evaluation_id",
                     *         "task_id": "task_20250627_143052",
                     *         "set_id": "set_id",
                     *         "db_name": "highway_db",
                     *         "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *         "status": "completed",
                     *         "phase": "loaded",
                     *         "level": "retrieval",
                     *         "arms": [
                     *           "arms"
                     *         ],
                     *         "parameters": {
                     *           "arms": [
                     *             "schema"
                     *           ],
                     *           "level": "retrieval",
                     *           "phase": "loaded",
                     *           "results": 1,
                     *           "mode": "vector",
                     *           "embedder": "store",
                     *           "budget": {
                     *             "max_questions": 1,
                     *             "max_tokens": 1,
                     *             "max_cost": 1
                     *           },
                     *           "gate": {
                     *             "min_context_sufficiency": 1,
                     *             "min_all_tables": 1
                     *           }
                     *         },
                     *         "progress": {
                     *           "done": 1,
                     *           "total": 1
                     *         },
                     *         "summary": {
                     *           "questions": {
                     *             "total": 1,
                     *             "counted": 1,
                     *             "leaked": 1,
                     *             "unusable": 1,
                     *             "unanswerable": 1
                     *           },
                     *           "arms": {},
                     *           "kept_half": {},
                     *           "causes": {},
                     *           "gate": {
                     *             "passed": true,
                     *             "checks": [
                     *               {
                     *                 "name": "min_context_sufficiency",
                     *                 "arm": "schema",
                     *                 "minimum": 1,
                     *                 "reached": 1,
                     *                 "passed": true
                     *               }
                     *             ]
                     *           }
                     *         },
                     *         "error": null,
                     *         "cancel_requested": false,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "started_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": "2025-07-01T14:35:20+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["EvaluationView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "已请求取消评测",
                     *       "data": {
                     *         "evaluation_id": "evaluation_id",
                     *         "status": "cancelled"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["CancelledEvaluation"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_results: {
        parameters: {
            query?: {
                /** @description Only questions that fail */
                failed?: boolean;
                /** @description Only questions that fail for this cause */
                cause?: "table_not_retrieved" | "column_not_retrieved" | "join_not_stated" | "value_unknown" | "no_pair_with_skeleton" | "model_wrong";
                /** @description Only results with this status */
                status?: "counted" | "leaked" | "unusable";
                /** @description Questions after this position */
                after?: number;
                /** @description Most entries of the answer */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取评测结果成功",
                     *       "data": {
                     *         "results": [
                     *           {
                     *             "position": 1,
                     *             "question_id": "question_id",
                     *             "question": "question",
                     *             "status": "counted",
                     *             "note": "note",
                     *             "half": "open",
                     *             "retrieval": {},
                     *             "answers": {},
                     *             "causes": [
                     *               {
                     *                 "code": "table_not_retrieved",
                     *                 "what": [
                     *                   "what"
                     *                 ],
                     *                 "remedy_ids": [
                     *                   "remedy_ids"
                     *                 ]
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "next_after": null
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ResultPage"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_compare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
                /** @description Id of another evaluation with the same set, also of another task */
                other_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "评测对比完成",
                     *       "data": {
                     *         "first": "first",
                     *         "second": "second",
                     *         "differences": [
                     *           {
                     *             "questions": 1,
                     *             "difference": 1,
                     *             "low": 1,
                     *             "high": 1,
                     *             "gained": 1,
                     *             "lost": 1,
                     *             "is_clear": true,
                     *             "arm": "schema",
                     *             "of": "sufficient"
                     *           }
                     *         ],
                     *         "kept_half": [
                     *           {
                     *             "questions": 1,
                     *             "difference": 1,
                     *             "low": 1,
                     *             "high": 1,
                     *             "gained": 1,
                     *             "lost": 1,
                     *             "is_clear": true,
                     *             "arm": "schema",
                     *             "of": "sufficient"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["Comparison"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluations_trend: {
        parameters: {
            query?: {
                /** @description Evaluations of this business database, over all tasks */
                db_name?: string;
                /** @description Evaluations of this task */
                task_id?: string;
                /** @description Only with this question set: other sets are not comparable */
                set_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取评测趋势成功",
                     *       "data": {
                     *         "points": [
                     *           {
                     *             "evaluation_id": "evaluation_id",
                     *             "task_id": "task_20250627_143052",
                     *             "set_id": "set_id",
                     *             "phase": "loaded",
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "arms": {}
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["Trend"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    remedies_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取改进办法成功",
                     *       "data": {
                     *         "remedies": [
                     *           {
                     *             "id": "123",
                     *             "kind": "add_synonym",
                     *             "edit": {
                     *               "table": "table",
                     *               "column": "column",
                     *               "synonym": "synonym",
                     *               "from": "from",
                     *               "to": "to",
                     *               "question": "question",
                     *               "sql": "sql"
                     *             },
                     *             "causes": [
                     *               "causes"
                     *             ],
                     *             "questions": 1,
                     *             "is_cheapest": true
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RemedyList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    remedies_apply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RemedyRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "改进办法已写入任务文件",
                     *       "data": {
                     *         "remedies": [
                     *           {
                     *             "id": "123",
                     *             "outcome": "applied"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["AppliedRemedies"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    evaluationReports_report: {
        parameters: {
            query?: {
                /** @description The page, text for a merge request, or data */
                format?: "html" | "markdown" | "json";
                /** @description Of the page and the text; by default that of Accept-Language */
                language?: "zh" | "en";
            };
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
                /** @description Id of the evaluation */
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "text/markdown": string;
                    /**
                     * @example {
                     *       "evaluation": {
                     *         "evaluation_id": "evaluation_id",
                     *         "task_id": "task_20250627_143052",
                     *         "database": "highway_db",
                     *         "question_set": "question_set",
                     *         "level": "retrieval",
                     *         "phase": "loaded",
                     *         "model": "model",
                     *         "status": "completed",
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       },
                     *       "questions": {
                     *         "total": 1,
                     *         "counted": 1,
                     *         "leaked": 1,
                     *         "unusable": 1,
                     *         "unanswerable": 1
                     *       },
                     *       "arms": [
                     *         {
                     *           "arm": "schema",
                     *           "embedder": "embedder",
                     *           "questions": 1,
                     *           "sufficiency": {
                     *             "share": 1,
                     *             "low": 1,
                     *             "high": 1
                     *           },
                     *           "all_tables": {
                     *             "share": 1,
                     *             "low": 1,
                     *             "high": 1
                     *           },
                     *           "recall_at": {
                     *             "3": 1,
                     *             "5": 1,
                     *             "10": 1
                     *           },
                     *           "columns": 1,
                     *           "joins": 1,
                     *           "values": 1,
                     *           "skeleton_any": {
                     *             "share": 1,
                     *             "low": 1,
                     *             "high": 1
                     *           },
                     *           "tokens": {
                     *             "median": 1,
                     *             "p90": 1
                     *           },
                     *           "answers": {
                     *             "questions": 1,
                     *             "accuracy": {
                     *               "share": 1,
                     *               "low": 1,
                     *               "high": 1
                     *             },
                     *             "with_extra_columns": {
                     *               "share": 1,
                     *               "low": 1,
                     *               "high": 1
                     *             },
                     *             "accuracy_on_copies": {
                     *               "share": 1,
                     *               "low": 1,
                     *               "high": 1
                     *             },
                     *             "unanswerable": {
                     *               "questions": 1,
                     *               "right": 1,
                     *               "share": {
                     *                 "share": 1,
                     *                 "low": 1,
                     *                 "high": 1
                     *               }
                     *             },
                     *             "outcomes": {},
                     *             "reasons": {}
                     *           }
                     *         }
                     *       ],
                     *       "differences": [
                     *         {
                     *           "questions": 1,
                     *           "difference": 1,
                     *           "low": 1,
                     *           "high": 1,
                     *           "gained": 1,
                     *           "lost": 1,
                     *           "is_clear": true,
                     *           "measure": "sufficiency",
                     *           "first": "schema",
                     *           "second": "schema"
                     *         }
                     *       ],
                     *       "since": {
                     *         "evaluation": {
                     *           "evaluation_id": "evaluation_id",
                     *           "task_id": "task_20250627_143052",
                     *           "database": "highway_db",
                     *           "question_set": "question_set",
                     *           "level": "retrieval",
                     *           "phase": "loaded",
                     *           "model": "model",
                     *           "status": "completed",
                     *           "created_at": "2025-07-01T14:30:52+08:00"
                     *         },
                     *         "differences": [
                     *           {
                     *             "questions": 1,
                     *             "difference": 1,
                     *             "low": 1,
                     *             "high": 1,
                     *             "gained": 1,
                     *             "lost": 1,
                     *             "is_clear": true,
                     *             "measure": "sufficiency",
                     *             "first": "schema",
                     *             "second": "schema"
                     *           }
                     *         ]
                     *       },
                     *       "trend": [
                     *         {
                     *           "evaluation_id": "evaluation_id",
                     *           "task_id": "task_20250627_143052",
                     *           "created_at": "2025-07-01T14:30:52+08:00",
                     *           "arms": {}
                     *         }
                     *       ],
                     *       "gate": {
                     *         "passed": true,
                     *         "checks": [
                     *           {
                     *             "name": "min_context_sufficiency",
                     *             "arm": "schema",
                     *             "minimum": 1,
                     *             "reached": 1,
                     *             "passed": true
                     *           }
                     *         ]
                     *       },
                     *       "causes": [
                     *         {
                     *           "cause": "table_not_retrieved",
                     *           "questions": 1
                     *         }
                     *       ],
                     *       "failures": {
                     *         "questions": 1,
                     *         "shown": [
                     *           {
                     *             "position": 1,
                     *             "question_id": "question_id",
                     *             "question": "question",
                     *             "causes": [
                     *               {
                     *                 "code": "table_not_retrieved",
                     *                 "what": [
                     *                   "what"
                     *                 ],
                     *                 "remedies": [
                     *                   {
                     *                     "table": "table",
                     *                     "column": "column",
                     *                     "synonym": "synonym",
                     *                     "from": "from",
                     *                     "to": "to",
                     *                     "question": "question",
                     *                     "sql": "sql",
                     *                     "id": "123",
                     *                     "kind": "add_synonym"
                     *                   }
                     *                 ]
                     *               }
                     *             ],
                     *             "answers": {}
                     *           }
                     *         ]
                     *       },
                     *       "not_counted": {
                     *         "questions": 1,
                     *         "shown": [
                     *           {
                     *             "question_id": "question_id",
                     *             "question": "question",
                     *             "status": "leaked",
                     *             "note": "note"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["EvaluationReportView"];
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            409: components["responses"]["Failure409"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    monitor_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取系统状态成功",
                     *       "data": {
                     *         "health": "healthy",
                     *         "reasons": [],
                     *         "timestamp": "2025-07-01T14:30:52+08:00",
                     *         "system": {
                     *           "cpu_percent": 12.5,
                     *           "memory_percent": 12.5,
                     *           "disk_percent": 12.5
                     *         },
                     *         "totals": {
                     *           "processes": 1,
                     *           "workers": 1,
                     *           "cpu_percent": 12.5,
                     *           "memory_bytes": 10240,
                     *           "active_jobs": 1
                     *         },
                     *         "processes": [
                     *           {
                     *             "process_id": "worker-1:4711",
                     *             "role": "worker",
                     *             "queues": [
                     *               "ddl_generation"
                     *             ],
                     *             "sampled_at": "2025-07-01T14:30:52+08:00",
                     *             "cpu_percent": 12.5,
                     *             "system_cpu_percent": 12.5,
                     *             "memory_bytes": 10240,
                     *             "heap_bytes": 10240,
                     *             "system_memory_percent": 12.5,
                     *             "event_loop_lag_ms": 1,
                     *             "disk_percent": 12.5,
                     *             "active_jobs": 1
                     *           }
                     *         ],
                     *         "queues": {
                     *           "ddl_generation": {
                     *             "waiting": 0,
                     *             "active": 1,
                     *             "delayed": 0,
                     *             "failed": 0
                     *           }
                     *         },
                     *         "tasks": {
                     *           "total": 1,
                     *           "by_status": {
                     *             "pending": 1,
                     *             "in_progress": 1,
                     *             "partial_completed": 1,
                     *             "completed": 1,
                     *             "failed": 1,
                     *             "cancelled": 1
                     *           },
                     *           "created_last_24_hours": 1,
                     *           "completed_last_24_hours": 1,
                     *           "success_rate": 0.9583,
                     *           "average_duration_seconds": 267.4
                     *         },
                     *         "disk_usage": {
                     *           "training_data_files": 1,
                     *           "training_data_bytes": 10240,
                     *           "training_data_formatted": "10.0 KB",
                     *           "disk_total_bytes": 10240,
                     *           "disk_free_bytes": 10240
                     *         },
                     *         "backups": {
                     *           "total": 1,
                     *           "verified": 1,
                     *           "damaged": 1,
                     *           "bytes": 10240,
                     *           "newest_at": "2025-07-01T14:30:52+08:00",
                     *           "newest_age_seconds": 267.4,
                     *           "newest_verified_at": "2025-07-01T14:30:52+08:00",
                     *           "newest_verified_age_seconds": 267.4,
                     *           "newest_copied_age_seconds": 267.4,
                     *           "copies_missing": 1,
                     *           "last_verification_at": "2025-07-01T14:30:52+08:00",
                     *           "restore_seconds": 267.4,
                     *           "schedule": "0 2 * * *",
                     *           "verify_schedule": "verify_schedule"
                     *         },
                     *         "anomalies": [
                     *           {
                     *             "anomaly_id": "7",
                     *             "rule": "queue_backlog",
                     *             "subject": "queue:qa_generation",
                     *             "severity": "warning",
                     *             "message": "开始处理表: bss_service_area",
                     *             "details": {},
                     *             "opened_at": "2025-07-01T14:30:52+08:00",
                     *             "last_seen_at": "2025-07-01T14:30:52+08:00",
                     *             "closed_at": null,
                     *             "active": true
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["MonitorStatus"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    monitor_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取任务监控成功",
                     *       "data": {
                     *         "task_id": "task_20250627_143052",
                     *         "status": "completed",
                     *         "started_at": "2025-07-01T14:30:52+08:00",
                     *         "completed_at": "2025-07-01T14:35:20+08:00",
                     *         "elapsed_seconds": 267.4,
                     *         "expected_end": "2025-07-01T14:30:52+08:00",
                     *         "log_counts": {
                     *           "DEBUG": 1,
                     *           "INFO": 1,
                     *           "WARNING": 1,
                     *           "ERROR": 1,
                     *           "CRITICAL": 1
                     *         },
                     *         "total_files": 1,
                     *         "total_bytes": 10240,
                     *         "token_use": {
                     *           "requests": 1,
                     *           "cached_answers": 1,
                     *           "prompt_tokens": 1,
                     *           "completion_tokens": 1,
                     *           "total_tokens": 1,
                     *           "cost": null
                     *         },
                     *         "steps": [
                     *           {
                     *             "step_name": "ddl_generation",
                     *             "status": "completed",
                     *             "execution_id": "task_20250627_143052_step_ddl_generation_exec_20250627_143053",
                     *             "started_at": "2025-07-01T14:30:52+08:00",
                     *             "completed_at": "2025-07-01T14:35:20+08:00",
                     *             "elapsed_seconds": 267.4,
                     *             "progress": {
                     *               "done": 1,
                     *               "total": 1,
                     *               "label": "bss_service_area",
                     *               "percent": 12.5
                     *             },
                     *             "rate_per_second": 1,
                     *             "expected_end": "2025-07-01T14:30:52+08:00",
                     *             "history": {
                     *               "executions": 1,
                     *               "median_seconds": 267.4,
                     *               "p95_seconds": 267.4
                     *             },
                     *             "worker_id": "worker-1:4711",
                     *             "worker": {
                     *               "cpu_percent": 12.5,
                     *               "memory_bytes": 10240,
                     *               "sampled_at": "2025-07-01T14:30:52+08:00"
                     *             },
                     *             "retries": 0,
                     *             "error_message": null,
                     *             "log_counts": {
                     *               "DEBUG": 1,
                     *               "INFO": 1,
                     *               "WARNING": 1,
                     *               "ERROR": 1,
                     *               "CRITICAL": 1
                     *             },
                     *             "files": {
                     *               "count": 1,
                     *               "bytes": 10240
                     *             },
                     *             "token_use": {
                     *               "requests": 1,
                     *               "cached_answers": 1,
                     *               "prompt_tokens": 1,
                     *               "completion_tokens": 1,
                     *               "total_tokens": 1,
                     *               "cost": null
                     *             }
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TaskMonitorView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    monitor_history: {
        parameters: {
            query?: {
                /** @description How far back; at most seven days */
                minutes?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取历史性能数据成功",
                     *       "data": {
                     *         "minutes": 120,
                     *         "resolution_seconds": 267.4,
                     *         "points": [
                     *           {
                     *             "timestamp": "2025-07-01T14:30:52+08:00",
                     *             "processes": 1,
                     *             "cpu_percent": 12.5,
                     *             "system_cpu_percent": 12.5,
                     *             "memory_bytes": 10240,
                     *             "system_memory_percent": 12.5,
                     *             "event_loop_lag_ms": 1,
                     *             "disk_percent": 12.5,
                     *             "active_jobs": 1,
                     *             "waiting_jobs": 1
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["HistoryView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    monitor_anomalies: {
        parameters: {
            query?: {
                /** @description How far back */
                hours?: number;
                /** @description Most entries of the answer */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取异常记录成功",
                     *       "data": {
                     *         "hours": 24,
                     *         "anomalies": [
                     *           {
                     *             "anomaly_id": "7",
                     *             "rule": "queue_backlog",
                     *             "subject": "queue:qa_generation",
                     *             "severity": "warning",
                     *             "message": "开始处理表: bss_service_area",
                     *             "details": {},
                     *             "opened_at": "2025-07-01T14:30:52+08:00",
                     *             "last_seen_at": "2025-07-01T14:30:52+08:00",
                     *             "closed_at": null,
                     *             "active": true
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "active": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["AnomalyList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    doctor_examine: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "检查完成",
                     *       "data": {
                     *         "status": "ok",
                     *         "version": "version",
                     *         "checks": [
                     *           {
                     *             "name": "configuration",
                     *             "status": "ok",
                     *             "message": "开始处理表: bss_service_area",
                     *             "remedy": "remedy"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["ExaminationView"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    statistics_statistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取统计信息成功",
                     *       "data": {
                     *         "timestamp": "2025-07-01T14:30:52+08:00",
                     *         "tasks": {
                     *           "total": 1,
                     *           "by_status": {
                     *             "pending": 1,
                     *             "in_progress": 1,
                     *             "partial_completed": 1,
                     *             "completed": 1,
                     *             "failed": 1,
                     *             "cancelled": 1
                     *           },
                     *           "created_last_24_hours": 1,
                     *           "completed_last_24_hours": 1,
                     *           "success_rate": 0.9583,
                     *           "average_duration_seconds": 267.4
                     *         },
                     *         "steps": [
                     *           {
                     *             "step_name": "ddl_generation",
                     *             "executions": 1,
                     *             "completed": 1,
                     *             "failed": 0,
                     *             "cancelled": 1,
                     *             "success_rate": 0.9583,
                     *             "average_seconds": 267.4,
                     *             "median_seconds": 267.4,
                     *             "p95_seconds": 267.4
                     *           }
                     *         ],
                     *         "files": {
                     *           "total": 1,
                     *           "bytes": 10240,
                     *           "by_type": [
                     *             {
                     *               "file_type": "json",
                     *               "files": 1,
                     *               "bytes": 10240
                     *             }
                     *           ]
                     *         },
                     *         "results": {
                     *           "tables": 1,
                     *           "pairs": 1,
                     *           "valid_pairs": 1,
                     *           "loaded_records": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["Statistics"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取通知目标成功",
                     *       "data": {
                     *         "targets": [
                     *           {
                     *             "target_id": "target_id",
                     *             "name": "service_area_name",
                     *             "kind": "webhook",
                     *             "host": "host",
                     *             "events": [
                     *               "task.ended"
                     *             ],
                     *             "language": "zh",
                     *             "enabled": true,
                     *             "created_at": "2025-07-01T14:30:52+08:00"
                     *           }
                     *         ],
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TargetList"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTargetRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "通知目标已创建",
                     *       "data": {
                     *         "target_id": "target_id",
                     *         "name": "service_area_name",
                     *         "kind": "webhook",
                     *         "host": "host",
                     *         "events": [
                     *           "task.ended"
                     *         ],
                     *         "language": "zh",
                     *         "enabled": true,
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["TargetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            409: components["responses"]["Failure409"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the target */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "通知目标已删除",
                     *       "data": {
                     *         "target_id": "target_id",
                     *         "removed": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["RemovedTarget"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_switchTo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the target */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchTargetRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "通知目标已更新",
                     *       "data": {
                     *         "target_id": "target_id",
                     *         "name": "service_area_name",
                     *         "kind": "webhook",
                     *         "host": "host",
                     *         "events": [
                     *           "task.ended"
                     *         ],
                     *         "language": "zh",
                     *         "enabled": true,
                     *         "created_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["TargetView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the target */
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "测试通知已提交",
                     *       "data": {
                     *         "delivery_id": "delivery_id",
                     *         "target_id": "target_id",
                     *         "event": "task.ended",
                     *         "data": {},
                     *         "state": "waiting",
                     *         "attempts": 1,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "next_attempt_at": "2025-07-01T14:30:52+08:00",
                     *         "delivered_at": "2025-07-01T14:30:52+08:00",
                     *         "last_error": "last_error"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["DeliveryView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_deliveries: {
        parameters: {
            query?: {
                /** @description Only those to this target */
                target_id?: string;
                /** @description Only those in this state */
                state?: "waiting" | "delivered" | "dead";
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Entries to leave out at the beginning */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取通知投递记录成功",
                     *       "data": {
                     *         "deliveries": [
                     *           {
                     *             "delivery_id": "delivery_id",
                     *             "target_id": "target_id",
                     *             "event": "task.ended",
                     *             "data": {},
                     *             "state": "waiting",
                     *             "attempts": 1,
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "next_attempt_at": "2025-07-01T14:30:52+08:00",
                     *             "delivered_at": "2025-07-01T14:30:52+08:00",
                     *             "last_error": "last_error"
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "offset": 0
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["DeliveryList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    notifications_redeliver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the delivery */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 202,
                     *       "message": "已重新投递",
                     *       "data": {
                     *         "delivery_id": "delivery_id",
                     *         "target_id": "target_id",
                     *         "event": "task.ended",
                     *         "data": {},
                     *         "state": "waiting",
                     *         "attempts": 1,
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "next_attempt_at": "2025-07-01T14:30:52+08:00",
                     *         "delivered_at": "2025-07-01T14:30:52+08:00",
                     *         "last_error": "last_error"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 202;
                        message: string;
                        data: components["schemas"]["DeliveryView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    audit_list: {
        parameters: {
            query?: {
                /** @description Most entries of the answer */
                limit?: number;
                /** @description Only entries before the one with this id: next_before_id of the page before */
                before_id?: string;
                /** @description Name of a key */
                actor?: string;
                /** @description Part of target or details, such as the id of a task */
                mentions?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取审计日志成功",
                     *       "data": {
                     *         "entries": [
                     *           {
                     *             "id": "123",
                     *             "at": "2025-07-01T14:30:52+08:00",
                     *             "actor": "reporting",
                     *             "key_id": "1",
                     *             "action": "POST /api/v0/data_pipeline/tasks",
                     *             "target": "task_20250627_143052",
                     *             "status": 201,
                     *             "ip_address": "192.0.2.10",
                     *             "user_agent": "curl/8.5.0",
                     *             "request_id": "5f0c2a9e-6d3b-4f0e-9b57-1f6f7c1b7a52",
                     *             "details": {}
                     *           }
                     *         ],
                     *         "total": 1,
                     *         "limit": 50,
                     *         "next_before_id": "122"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["AuditList"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    keys_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取密钥列表成功",
                     *       "data": {
                     *         "keys": [
                     *           {
                     *             "key_id": "1",
                     *             "name": "service_area_name",
                     *             "key_prefix": "dpk_4fQ1x2aB",
                     *             "scopes": [
                     *               "read"
                     *             ],
                     *             "state": "valid",
                     *             "created_at": "2025-07-01T14:30:52+08:00",
                     *             "expires_at": "2025-07-01T14:30:52+08:00",
                     *             "revoked_at": "2025-07-01T14:30:52+08:00",
                     *             "last_used_at": "2025-07-01T14:30:52+08:00"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["KeyList"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    keys_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKeyRequest"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 201,
                     *       "message": "密钥创建成功",
                     *       "data": {
                     *         "key_id": "1",
                     *         "name": "service_area_name",
                     *         "key_prefix": "dpk_4fQ1x2aB",
                     *         "scopes": [
                     *           "read"
                     *         ],
                     *         "state": "valid",
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "revoked_at": "2025-07-01T14:30:52+08:00",
                     *         "last_used_at": "2025-07-01T14:30:52+08:00",
                     *         "api_key": "dpk_…"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 201;
                        message: string;
                        data: components["schemas"]["CreatedKey"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    keys_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "密钥已吊销",
                     *       "data": {
                     *         "key_id": "1",
                     *         "name": "service_area_name",
                     *         "key_prefix": "dpk_4fQ1x2aB",
                     *         "scopes": [
                     *           "read"
                     *         ],
                     *         "state": "valid",
                     *         "created_at": "2025-07-01T14:30:52+08:00",
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "revoked_at": "2025-07-01T14:30:52+08:00",
                     *         "last_used_at": "2025-07-01T14:30:52+08:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["KeyView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "获取会话成功",
                     *       "data": {
                     *         "signed_in": true,
                     *         "key_required": true,
                     *         "name": "service_area_name",
                     *         "scopes": [
                     *           "read"
                     *         ],
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "time_zone": "Asia/Shanghai",
                     *         "version": "0.1.0"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["SessionView"];
                    };
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    session_logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInRequest"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "登录成功",
                     *       "data": {
                     *         "signed_in": true,
                     *         "key_required": true,
                     *         "name": "service_area_name",
                     *         "scopes": [
                     *           "read"
                     *         ],
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "time_zone": "Asia/Shanghai",
                     *         "version": "0.1.0"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["SessionView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    session_logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "code": 200,
                     *       "message": "已退出登录",
                     *       "data": {
                     *         "signed_in": true,
                     *         "key_required": true,
                     *         "name": "service_area_name",
                     *         "scopes": [
                     *           "read"
                     *         ],
                     *         "expires_at": "2025-07-01T14:30:52+08:00",
                     *         "time_zone": "Asia/Shanghai",
                     *         "version": "0.1.0"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @enum {boolean} */
                        success: true;
                        /** @enum {number} */
                        code: 200;
                        message: string;
                        data: components["schemas"]["SessionView"];
                    };
                };
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            413: components["responses"]["Failure413"];
            415: components["responses"]["Failure415"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    events_follow: {
        parameters: {
            query?: {
                /** @description For clients that cannot send the header Last-Event-ID */
                last_event_id?: string;
            };
            header?: {
                /** @description Id of the last event that was seen */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Id of the task */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The task has ended, and the client has seen that */
            204: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Failure400"];
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            404: components["responses"]["Failure404"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
    metrics_expose: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    /** @description Number of the request, in the log too */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["Failure401"];
            403: components["responses"]["Failure403"];
            429: components["responses"]["Failure429"];
            431: components["responses"]["Failure431"];
            500: components["responses"]["Failure500"];
            503: components["responses"]["Failure503"];
        };
    };
}
