{{- define "data-pipeline.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "data-pipeline.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "data-pipeline.selector" -}}
app.kubernetes.io/name: data-pipeline
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "data-pipeline.labels" -}}
{{ include "data-pipeline.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* Every queue of the product; values.schema.json has the same list. */}}
{{- define "data-pipeline.queues" -}}
ddl_generation,qa_generation,sql_validation,training_load,evaluation,vector_backup,archives,evaluations,schedules,maintenance
{{- end -}}

{{/* Those of the steps: a delayed job waits there for a service, and in the others mostly for its next turn. */}}
{{- define "data-pipeline.stepQueues" -}}
ddl_generation,qa_generation,sql_validation,training_load,evaluation
{{- end -}}

{{/* What the schema of the values cannot say. */}}
{{- define "data-pipeline.checkValues" -}}
{{- include "data-pipeline.checkPools" . -}}
{{- include "data-pipeline.checkReplicas" . -}}
{{- include "data-pipeline.checkNetworkPolicy" . -}}
{{- end -}}

{{/* A queue that no pool takes would wait for ever. */}}
{{- define "data-pipeline.checkPools" -}}
{{- $taken := list -}}
{{- range $name, $pool := .Values.workers -}}
{{- if $pool -}}
{{- $taken = concat $taken ($pool.steps | default (splitList "," (include "data-pipeline.queues" $))) -}}
{{- if and ($pool.keda | default dict).enabled (not $.Values.keda.prometheusUrl) -}}
{{- fail (printf "workers.%s.keda.enabled needs keda.prometheusUrl, the Prometheus that scrapes the api" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range splitList "," (include "data-pipeline.queues" .) -}}
{{- if not (has . $taken) -}}
{{- fail (printf "no pool of workers takes the queue %s: add it to the steps of a pool, or leave the steps of one pool empty" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "data-pipeline.checkReplicas" -}}
{{- $api := .Values.api -}}
{{- $least := int $api.replicas -}}
{{- $most := $least -}}
{{- if $api.autoscaling.enabled -}}
{{- $least = int $api.autoscaling.minReplicas -}}
{{- $most = int $api.autoscaling.maxReplicas -}}
{{- if gt $least $most -}}
{{- fail (printf "api.autoscaling.minReplicas %d is more than its maxReplicas %d" $least $most) -}}
{{- end -}}
{{- end -}}
{{- if and $api.pdb.enabled (ge (int $api.pdb.minAvailable) $least) -}}
{{- fail (printf "api.pdb.minAvailable %d of %d pods would block every drain of a node: run more pods, or set api.pdb.enabled to false" (int $api.pdb.minAvailable) $least) -}}
{{- end -}}
{{- $workers := 0 -}}
{{- range $name, $pool := .Values.workers -}}
{{- if $pool -}}
{{- $keda := merge (deepCopy ($pool.keda | default dict)) (include "data-pipeline.kedaDefaults" . | fromYaml) -}}
{{- if and $keda.enabled (gt (int $keda.minReplicas) (int $keda.maxReplicas)) -}}
{{- fail (printf "workers.%s.keda.minReplicas %d is more than its maxReplicas %d" $name (int $keda.minReplicas) (int $keda.maxReplicas)) -}}
{{- end -}}
{{- $workers = add $workers (ternary $keda.maxReplicas ($pool.replicas | default 1) $keda.enabled) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.storage.kind "pvc") (eq .Values.storage.accessMode "ReadWriteOnce") (or (gt $most 1) (gt (int $workers) 1)) -}}
{{- fail "storage.accessMode ReadWriteOnce serves pods of one node only: use ReadWriteMany, storage.kind s3, or one api and one worker" -}}
{{- end -}}
{{- end -}}

{{- define "data-pipeline.kedaDefaults" -}}
{ enabled: false, minReplicas: 1, maxReplicas: 10, jobsPerWorker: 2 }
{{- end -}}

{{/* An ingress controller and a Prometheus mostly run in namespaces of their own. */}}
{{- define "data-pipeline.checkNetworkPolicy" -}}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.from) (or .Values.ingress.enabled .Values.serviceMonitor.enabled .Values.keda.prometheusUrl (ne .Values.service.type "ClusterIP")) -}}
{{- fail "networkPolicy.from is empty, which shuts out the ingress controller and Prometheus of other namespaces: list whoever may reach the pods, for example {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}, and {podSelector: {}} for the pods of this namespace" -}}
{{- end -}}
{{- end -}}

{{- define "data-pipeline.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "data-pipeline.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "data-pipeline.environment" -}}
{{- range $name, $value := .Values.env }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- if eq .Values.storage.kind "s3" }}
- { name: STORAGE_URL, value: {{ .Values.storage.url | quote }} }
{{- end }}
- { name: SHUTDOWN_GRACE_SECONDS, value: {{ .Values.shutdownGraceSeconds | quote }} }
{{- end -}}

{{- define "data-pipeline.volumes" -}}
- name: tmp
  emptyDir: {}
- name: files
  {{- if eq .Values.storage.kind "s3" }}
  emptyDir: {}
  {{- else }}
  persistentVolumeClaim:
    claimName: {{ .Values.storage.existingClaim | default (printf "%s-files" (include "data-pipeline.name" .)) }}
  {{- end }}
{{- end -}}

{{- define "data-pipeline.mounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: files, mountPath: /data }
{{- end -}}

{{- define "data-pipeline.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
