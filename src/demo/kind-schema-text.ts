/** Written by scripts/kind-schema.ts from the OpenAPI documents of kube-apiserver 1.36.3. */
export const kindSchemaText = `core.v1.ConfigMap apiVersion:string binaryData:{byte} data:{string} immutable:boolean kind:string metadata:meta.v1.ObjectMeta
core.v1.Endpoints apiVersion:string kind:string metadata:meta.v1.ObjectMeta subsets:[core.v1.EndpointSubset]
core.v1.Event action:string apiVersion:string count:int32 eventTime:microtime firstTimestamp:time involvedObject*:core.v1.ObjectReference kind:string lastTimestamp:time message:string metadata*:meta.v1.ObjectMeta reason:string related:core.v1.ObjectReference reportingComponent:string reportingInstance:string series:core.v1.EventSeries source:core.v1.EventSource type:string
events.v1.Event action:string apiVersion:string deprecatedCount:int32 deprecatedFirstTimestamp:time deprecatedLastTimestamp:time deprecatedSource:core.v1.EventSource eventTime*:microtime kind:string metadata:meta.v1.ObjectMeta note:string reason:string regarding:core.v1.ObjectReference related:core.v1.ObjectReference reportingController:string reportingInstance:string series:events.v1.EventSeries type:string
core.v1.LimitRange apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.LimitRangeSpec
core.v1.Namespace apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.NamespaceSpec status:core.v1.NamespaceStatus
core.v1.Node apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.NodeSpec status:core.v1.NodeStatus
core.v1.PersistentVolumeClaim apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.PersistentVolumeClaimSpec status:core.v1.PersistentVolumeClaimStatus
core.v1.PersistentVolume apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.PersistentVolumeSpec status:core.v1.PersistentVolumeStatus
core.v1.Pod apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.PodSpec status:core.v1.PodStatus
core.v1.ResourceQuota apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.ResourceQuotaSpec status:core.v1.ResourceQuotaStatus
core.v1.Secret apiVersion:string data:{byte} immutable:boolean kind:string metadata:meta.v1.ObjectMeta stringData:{string} type:string
core.v1.ServiceAccount apiVersion:string automountServiceAccountToken:boolean imagePullSecrets:[core.v1.LocalObjectReference] kind:string metadata:meta.v1.ObjectMeta secrets:[core.v1.ObjectReference]@name^name
core.v1.Service apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:core.v1.ServiceSpec status:core.v1.ServiceStatus
apps.v1.DaemonSet apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:apps.v1.DaemonSetSpec status:apps.v1.DaemonSetStatus
apps.v1.Deployment apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:apps.v1.DeploymentSpec status:apps.v1.DeploymentStatus
apps.v1.ReplicaSet apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:apps.v1.ReplicaSetSpec status:apps.v1.ReplicaSetStatus
apps.v1.StatefulSet apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:apps.v1.StatefulSetSpec status:apps.v1.StatefulSetStatus
batch.v1.CronJob apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:batch.v1.CronJobSpec status:batch.v1.CronJobStatus
batch.v1.Job apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:batch.v1.JobSpec status:batch.v1.JobStatus
autoscaling.v2.HorizontalPodAutoscaler apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:autoscaling.v2.HorizontalPodAutoscalerSpec status:autoscaling.v2.HorizontalPodAutoscalerStatus
autoscaling.v1.HorizontalPodAutoscaler apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:autoscaling.v1.HorizontalPodAutoscalerSpec status:autoscaling.v1.HorizontalPodAutoscalerStatus
coordination.v1.Lease apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:coordination.v1.LeaseSpec
discovery.v1.EndpointSlice addressType*:"FQDN|IPv4|IPv6" apiVersion:string endpoints:[discovery.v1.Endpoint] kind:string metadata:meta.v1.ObjectMeta ports:[discovery.v1.EndpointPort]
networking.v1.Ingress apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:networking.v1.IngressSpec status:networking.v1.IngressStatus
networking.v1.NetworkPolicy apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:networking.v1.NetworkPolicySpec
policy.v1.PodDisruptionBudget apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:policy.v1.PodDisruptionBudgetSpec status:policy.v1.PodDisruptionBudgetStatus
storage.v1.CSINode apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:storage.v1.CSINodeSpec
storage.v1.VolumeAttachment apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:storage.v1.VolumeAttachmentSpec status:storage.v1.VolumeAttachmentStatus
storage.v1.CSIDriver apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:storage.v1.CSIDriverSpec
networking.v1.IngressClass apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:networking.v1.IngressClassSpec
scheduling.v1.PriorityClass apiVersion:string description:string globalDefault:boolean kind:string metadata:meta.v1.ObjectMeta preemptionPolicy:"Never|PreemptLowerPriority" value:int32
node.v1.RuntimeClass apiVersion:string handler*:string kind:string metadata:meta.v1.ObjectMeta overhead:node.v1.Overhead scheduling:node.v1.Scheduling
admissionregistration.v1.ValidatingWebhookConfiguration apiVersion:string kind:string metadata:meta.v1.ObjectMeta webhooks:[admissionregistration.v1.ValidatingWebhook]@name^name
admissionregistration.v1.MutatingWebhookConfiguration apiVersion:string kind:string metadata:meta.v1.ObjectMeta webhooks:[admissionregistration.v1.MutatingWebhook]@name^name
apiregistration.v1.APIService apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:apiregistration.v1.APIServiceSpec status:apiregistration.v1.APIServiceStatus
apiextensions.v1.CustomResourceDefinition apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:apiextensions.v1.CustomResourceDefinitionSpec status:apiextensions.v1.CustomResourceDefinitionStatus
apps.v1.ControllerRevision apiVersion:string data:object kind:string metadata:meta.v1.ObjectMeta revision*:int64
rbac.v1.Role apiVersion:string kind:string metadata:meta.v1.ObjectMeta rules:[rbac.v1.PolicyRule]
rbac.v1.RoleBinding apiVersion:string kind:string metadata:meta.v1.ObjectMeta roleRef*:rbac.v1.RoleRef subjects:[rbac.v1.Subject]
rbac.v1.ClusterRole aggregationRule:rbac.v1.AggregationRule apiVersion:string kind:string metadata:meta.v1.ObjectMeta rules:[rbac.v1.PolicyRule]
rbac.v1.ClusterRoleBinding apiVersion:string kind:string metadata:meta.v1.ObjectMeta roleRef*:rbac.v1.RoleRef subjects:[rbac.v1.Subject]
storage.v1.StorageClass allowVolumeExpansion:boolean allowedTopologies:[core.v1.TopologySelectorTerm] apiVersion:string kind:string metadata:meta.v1.ObjectMeta mountOptions:[string] parameters:{string} provisioner*:string reclaimPolicy:"Delete|Recycle|Retain" volumeBindingMode:"Immediate|WaitForFirstConsumer"
policy.v1.Eviction apiVersion:string deleteOptions:meta.v1.DeleteOptions kind:string metadata:meta.v1.ObjectMeta
autoscaling.v1.Scale apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec:autoscaling.v1.ScaleSpec status:autoscaling.v1.ScaleStatus
meta.v1.DeleteOptions apiVersion:string dryRun:[string] gracePeriodSeconds:int64 ignoreStoreReadErrorWithClusterBreakingPotential:boolean kind:string orphanDependents:boolean preconditions:meta.v1.Preconditions propagationPolicy:string
meta.v1.Status apiVersion:string code:int32 details:meta.v1.StatusDetails kind:string message:string metadata:meta.v1.ListMeta reason:string status:string
authorization.v1.SelfSubjectAccessReview apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:authorization.v1.SelfSubjectAccessReviewSpec status:authorization.v1.SubjectAccessReviewStatus
authorization.v1.SelfSubjectRulesReview apiVersion:string kind:string metadata:meta.v1.ObjectMeta spec*:authorization.v1.SelfSubjectRulesReviewSpec status:authorization.v1.SubjectRulesReviewStatus
authentication.v1.SelfSubjectReview apiVersion:string kind:string metadata:meta.v1.ObjectMeta status:authentication.v1.SelfSubjectReviewStatus
meta.v1.ObjectMeta annotations:{string} creationTimestamp:time deletionGracePeriodSeconds:int64 deletionTimestamp:time finalizers:[string]@^ generateName:string generation:int64 labels:{string} managedFields:[meta.v1.ManagedFieldsEntry] name:string namespace:string ownerReferences:[meta.v1.OwnerReference]@uid^uid resourceVersion:string selfLink:string uid:string
core.v1.EndpointSubset addresses:[core.v1.EndpointAddress] notReadyAddresses:[core.v1.EndpointAddress] ports:[core.v1.EndpointPort]
core.v1.ObjectReference! apiVersion:string fieldPath:string kind:string name:string namespace:string resourceVersion:string uid:string
core.v1.EventSeries count:int32 lastObservedTime:microtime
core.v1.EventSource component:string host:string
events.v1.EventSeries count*:int32 lastObservedTime*:microtime
core.v1.LimitRangeSpec limits*:[core.v1.LimitRangeItem]
core.v1.NamespaceSpec finalizers:[string]
core.v1.NamespaceStatus conditions:[core.v1.NamespaceCondition]@type^type phase:"Active|Terminating"
core.v1.NodeSpec configSource:core.v1.NodeConfigSource externalID:string podCIDR:string podCIDRs:[string]@^ providerID:string taints:[core.v1.Taint] unschedulable:boolean
core.v1.NodeStatus addresses:[core.v1.NodeAddress]@type^type allocatable:{quantity} capacity:{quantity} conditions:[core.v1.NodeCondition]@type^type config:core.v1.NodeConfigStatus daemonEndpoints:core.v1.NodeDaemonEndpoints declaredFeatures:[string] features:core.v1.NodeFeatures images:[core.v1.ContainerImage] nodeInfo:core.v1.NodeSystemInfo phase:"Pending|Running|Terminated" runtimeHandlers:[core.v1.NodeRuntimeHandler] volumesAttached:[core.v1.AttachedVolume] volumesInUse:[string]
core.v1.PersistentVolumeClaimSpec accessModes:["ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod"] dataSource:core.v1.TypedLocalObjectReference dataSourceRef:core.v1.TypedObjectReference resources:core.v1.VolumeResourceRequirements selector:meta.v1.LabelSelector storageClassName:string volumeAttributesClassName:string volumeMode:"Block|Filesystem" volumeName:string
core.v1.PersistentVolumeClaimStatus accessModes:["ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod"] allocatedResourceStatuses:{"ControllerResizeInProgress|ControllerResizeInfeasible|NodeResizeInProgress|NodeResizeInfeasible|NodeResizePending"} allocatedResources:{quantity} capacity:{quantity} conditions:[core.v1.PersistentVolumeClaimCondition]@type^type currentVolumeAttributesClassName:string modifyVolumeStatus:core.v1.ModifyVolumeStatus phase:"Bound|Lost|Pending"
core.v1.PersistentVolumeSpec accessModes:["ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod"] awsElasticBlockStore:core.v1.AWSElasticBlockStoreVolumeSource azureDisk:core.v1.AzureDiskVolumeSource azureFile:core.v1.AzureFilePersistentVolumeSource capacity:{quantity} cephfs:core.v1.CephFSPersistentVolumeSource cinder:core.v1.CinderPersistentVolumeSource claimRef:core.v1.ObjectReference csi:core.v1.CSIPersistentVolumeSource fc:core.v1.FCVolumeSource flexVolume:core.v1.FlexPersistentVolumeSource flocker:core.v1.FlockerVolumeSource gcePersistentDisk:core.v1.GCEPersistentDiskVolumeSource glusterfs:core.v1.GlusterfsPersistentVolumeSource hostPath:core.v1.HostPathVolumeSource iscsi:core.v1.ISCSIPersistentVolumeSource local:core.v1.LocalVolumeSource mountOptions:[string] nfs:core.v1.NFSVolumeSource nodeAffinity:core.v1.VolumeNodeAffinity persistentVolumeReclaimPolicy:"Delete|Recycle|Retain" photonPersistentDisk:core.v1.PhotonPersistentDiskVolumeSource portworxVolume:core.v1.PortworxVolumeSource quobyte:core.v1.QuobyteVolumeSource rbd:core.v1.RBDPersistentVolumeSource scaleIO:core.v1.ScaleIOPersistentVolumeSource storageClassName:string storageos:core.v1.StorageOSPersistentVolumeSource volumeAttributesClassName:string volumeMode:"Block|Filesystem" vsphereVolume:core.v1.VsphereVirtualDiskVolumeSource
core.v1.PersistentVolumeStatus lastPhaseTransitionTime:time message:string phase:"Available|Bound|Failed|Pending|Released" reason:string
core.v1.PodSpec activeDeadlineSeconds:int64 affinity:core.v1.Affinity automountServiceAccountToken:boolean containers*:[core.v1.Container]@name^name dnsConfig:core.v1.PodDNSConfig dnsPolicy:"ClusterFirst|ClusterFirstWithHostNet|Default|None" enableServiceLinks:boolean ephemeralContainers:[core.v1.EphemeralContainer]@name^name hostAliases:[core.v1.HostAlias]@ip^ip hostIPC:boolean hostNetwork:boolean hostPID:boolean hostUsers:boolean hostname:string hostnameOverride:string imagePullSecrets:[core.v1.LocalObjectReference]@name^name initContainers:[core.v1.Container]@name^name nodeName:string nodeSelector:{string}! os:core.v1.PodOS overhead:{quantity} preemptionPolicy:"Never|PreemptLowerPriority" priority:int32 priorityClassName:string readinessGates:[core.v1.PodReadinessGate] resourceClaims:[core.v1.PodResourceClaim]@name^name= resources:core.v1.ResourceRequirements restartPolicy:"Always|Never|OnFailure" runtimeClassName:string schedulerName:string schedulingGates:[core.v1.PodSchedulingGate]@name^name schedulingGroup:core.v1.PodSchedulingGroup securityContext:core.v1.PodSecurityContext serviceAccount:string serviceAccountName:string setHostnameAsFQDN:boolean shareProcessNamespace:boolean subdomain:string terminationGracePeriodSeconds:int64 tolerations:[core.v1.Toleration] topologySpreadConstraints:[core.v1.TopologySpreadConstraint]@topologyKey+whenUnsatisfiable^topologyKey volumes:[core.v1.Volume]@name^name=
core.v1.PodStatus allocatedResources:{quantity} conditions:[core.v1.PodCondition]@type^type containerStatuses:[core.v1.ContainerStatus] ephemeralContainerStatuses:[core.v1.ContainerStatus] extendedResourceClaimStatus:core.v1.PodExtendedResourceClaimStatus hostIP:string hostIPs:[core.v1.HostIP]^ip initContainerStatuses:[core.v1.ContainerStatus] message:string nodeAllocatableResourceClaimStatuses:[core.v1.NodeAllocatableResourceClaimStatus] nominatedNodeName:string observedGeneration:int64 phase:"Failed|Pending|Running|Succeeded|Unknown" podIP:string podIPs:[core.v1.PodIP]@ip^ip qosClass:"BestEffort|Burstable|Guaranteed" reason:string resize:string resourceClaimStatuses:[core.v1.PodResourceClaimStatus]@name^name= resources:core.v1.ResourceRequirements startTime:time
core.v1.ResourceQuotaSpec hard:{quantity} scopeSelector:core.v1.ScopeSelector scopes:["BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass"]
core.v1.ResourceQuotaStatus hard:{quantity} used:{quantity}
core.v1.LocalObjectReference! name:string
core.v1.ServiceSpec allocateLoadBalancerNodePorts:boolean clusterIP:string clusterIPs:[string] externalIPs:[string] externalName:string externalTrafficPolicy:"Cluster|Local" healthCheckNodePort:int32 internalTrafficPolicy:"Cluster|Local" ipFamilies:["IPv4|IPv6"] ipFamilyPolicy:"PreferDualStack|RequireDualStack|SingleStack" loadBalancerClass:string loadBalancerIP:string loadBalancerSourceRanges:[string] ports:[core.v1.ServicePort]@port+protocol^port publishNotReadyAddresses:boolean selector:{string}! sessionAffinity:"ClientIP|None" sessionAffinityConfig:core.v1.SessionAffinityConfig trafficDistribution:string type:"ClusterIP|ExternalName|LoadBalancer|NodePort"
core.v1.ServiceStatus conditions:[meta.v1.Condition]@type^type loadBalancer:core.v1.LoadBalancerStatus
apps.v1.DaemonSetSpec minReadySeconds:int32 revisionHistoryLimit:int32 selector*:meta.v1.LabelSelector template*:core.v1.PodTemplateSpec updateStrategy:apps.v1.DaemonSetUpdateStrategy
apps.v1.DaemonSetStatus collisionCount:int32 conditions:[apps.v1.DaemonSetCondition]@type^type currentNumberScheduled*:int32 desiredNumberScheduled*:int32 numberAvailable:int32 numberMisscheduled*:int32 numberReady*:int32 numberUnavailable:int32 observedGeneration:int64 updatedNumberScheduled:int32
apps.v1.DeploymentSpec minReadySeconds:int32 paused:boolean progressDeadlineSeconds:int32 replicas:int32 revisionHistoryLimit:int32 selector*:meta.v1.LabelSelector strategy:apps.v1.DeploymentStrategy= template*:core.v1.PodTemplateSpec
apps.v1.DeploymentStatus availableReplicas:int32 collisionCount:int32 conditions:[apps.v1.DeploymentCondition]@type^type observedGeneration:int64 readyReplicas:int32 replicas:int32 terminatingReplicas:int32 unavailableReplicas:int32 updatedReplicas:int32
apps.v1.ReplicaSetSpec minReadySeconds:int32 replicas:int32 selector*:meta.v1.LabelSelector template:core.v1.PodTemplateSpec
apps.v1.ReplicaSetStatus availableReplicas:int32 conditions:[apps.v1.ReplicaSetCondition]@type^type fullyLabeledReplicas:int32 observedGeneration:int64 readyReplicas:int32 replicas*:int32 terminatingReplicas:int32
apps.v1.StatefulSetSpec minReadySeconds:int32 ordinals:apps.v1.StatefulSetOrdinals persistentVolumeClaimRetentionPolicy:apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:"OrderedReady|Parallel" replicas:int32 revisionHistoryLimit:int32 selector*:meta.v1.LabelSelector serviceName:string template*:core.v1.PodTemplateSpec updateStrategy:apps.v1.StatefulSetUpdateStrategy volumeClaimTemplates:[core.v1.PersistentVolumeClaim]
apps.v1.StatefulSetStatus availableReplicas:int32 collisionCount:int32 conditions:[apps.v1.StatefulSetCondition]@type^type currentReplicas:int32 currentRevision:string observedGeneration:int64 readyReplicas:int32 replicas*:int32 updateRevision:string updatedReplicas:int32
batch.v1.CronJobSpec concurrencyPolicy:"Allow|Forbid|Replace" failedJobsHistoryLimit:int32 jobTemplate*:batch.v1.JobTemplateSpec schedule*:string startingDeadlineSeconds:int64 successfulJobsHistoryLimit:int32 suspend:boolean timeZone:string
batch.v1.CronJobStatus active:[core.v1.ObjectReference] lastScheduleTime:time lastSuccessfulTime:time
batch.v1.JobSpec activeDeadlineSeconds:int64 backoffLimit:int32 backoffLimitPerIndex:int32 completionMode:"Indexed|NonIndexed" completions:int32 managedBy:string manualSelector:boolean maxFailedIndexes:int32 parallelism:int32 podFailurePolicy:batch.v1.PodFailurePolicy podReplacementPolicy:"Failed|TerminatingOrFailed" selector:meta.v1.LabelSelector successPolicy:batch.v1.SuccessPolicy suspend:boolean template*:core.v1.PodTemplateSpec ttlSecondsAfterFinished:int32
batch.v1.JobStatus active:int32 completedIndexes:string completionTime:time conditions:[batch.v1.JobCondition]^type failed:int32 failedIndexes:string ready:int32 startTime:time succeeded:int32 terminating:int32 uncountedTerminatedPods:batch.v1.UncountedTerminatedPods
autoscaling.v2.HorizontalPodAutoscalerSpec behavior:autoscaling.v2.HorizontalPodAutoscalerBehavior maxReplicas*:int32 metrics:[autoscaling.v2.MetricSpec] minReplicas:int32 scaleTargetRef*:autoscaling.v2.CrossVersionObjectReference
autoscaling.v2.HorizontalPodAutoscalerStatus conditions:[autoscaling.v2.HorizontalPodAutoscalerCondition]@type^type currentMetrics:[autoscaling.v2.MetricStatus] currentReplicas:int32 desiredReplicas*:int32 lastScaleTime:time observedGeneration:int64
autoscaling.v1.HorizontalPodAutoscalerSpec maxReplicas*:int32 minReplicas:int32 scaleTargetRef*:autoscaling.v1.CrossVersionObjectReference targetCPUUtilizationPercentage:int32
autoscaling.v1.HorizontalPodAutoscalerStatus currentCPUUtilizationPercentage:int32 currentReplicas*:int32 desiredReplicas*:int32 lastScaleTime:time observedGeneration:int64
coordination.v1.LeaseSpec acquireTime:microtime holderIdentity:string leaseDurationSeconds:int32 leaseTransitions:int32 preferredHolder:string renewTime:microtime strategy:string
discovery.v1.Endpoint addresses*:[string]@ conditions:discovery.v1.EndpointConditions deprecatedTopology:{string} hints:discovery.v1.EndpointHints hostname:string nodeName:string targetRef:core.v1.ObjectReference zone:string
discovery.v1.EndpointPort! appProtocol:string name:string port:int32 protocol:"SCTP|TCP|UDP"
networking.v1.IngressSpec defaultBackend:networking.v1.IngressBackend ingressClassName:string rules:[networking.v1.IngressRule] tls:[networking.v1.IngressTLS]
networking.v1.IngressStatus loadBalancer:networking.v1.IngressLoadBalancerStatus
networking.v1.NetworkPolicySpec egress:[networking.v1.NetworkPolicyEgressRule] ingress:[networking.v1.NetworkPolicyIngressRule] podSelector:meta.v1.LabelSelector policyTypes:["Egress|Ingress"]
policy.v1.PodDisruptionBudgetSpec maxUnavailable:intorstring minAvailable:intorstring selector:meta.v1.LabelSelector unhealthyPodEvictionPolicy:"AlwaysAllow|IfHealthyBudget"
policy.v1.PodDisruptionBudgetStatus conditions:[meta.v1.Condition]@type^type currentHealthy:int32 desiredHealthy:int32 disruptedPods:{time} disruptionsAllowed:int32 expectedPods:int32 observedGeneration:int64
storage.v1.CSINodeSpec drivers*:[storage.v1.CSINodeDriver]@name^name
storage.v1.VolumeAttachmentSpec attacher*:string nodeName*:string source*:storage.v1.VolumeAttachmentSource
storage.v1.VolumeAttachmentStatus attachError:storage.v1.VolumeError attached*:boolean attachmentMetadata:{string} detachError:storage.v1.VolumeError
storage.v1.CSIDriverSpec attachRequired:boolean fsGroupPolicy:string nodeAllocatableUpdatePeriodSeconds:int64 podInfoOnMount:boolean preventPodSchedulingIfMissing:boolean requiresRepublish:boolean seLinuxMount:boolean serviceAccountTokenInSecrets:boolean storageCapacity:boolean tokenRequests:[storage.v1.TokenRequest] volumeLifecycleModes:[string]@
networking.v1.IngressClassSpec controller:string parameters:networking.v1.IngressClassParametersReference
node.v1.Overhead podFixed:{quantity}
node.v1.Scheduling nodeSelector:{string}! tolerations:[core.v1.Toleration]
admissionregistration.v1.ValidatingWebhook admissionReviewVersions*:[string] clientConfig*:admissionregistration.v1.WebhookClientConfig failurePolicy:"Fail|Ignore" matchConditions:[admissionregistration.v1.MatchCondition]@name^name matchPolicy:"Equivalent|Exact" name*:string namespaceSelector:meta.v1.LabelSelector objectSelector:meta.v1.LabelSelector rules:[admissionregistration.v1.RuleWithOperations] sideEffects*:"None|NoneOnDryRun|Some|Unknown" timeoutSeconds:int32
admissionregistration.v1.MutatingWebhook admissionReviewVersions*:[string] clientConfig*:admissionregistration.v1.WebhookClientConfig failurePolicy:"Fail|Ignore" matchConditions:[admissionregistration.v1.MatchCondition]@name^name matchPolicy:"Equivalent|Exact" name*:string namespaceSelector:meta.v1.LabelSelector objectSelector:meta.v1.LabelSelector reinvocationPolicy:"IfNeeded|Never" rules:[admissionregistration.v1.RuleWithOperations] sideEffects*:"None|NoneOnDryRun|Some|Unknown" timeoutSeconds:int32
apiregistration.v1.APIServiceSpec caBundle:byte group:string groupPriorityMinimum*:int32 insecureSkipTLSVerify:boolean service:apiregistration.v1.ServiceReference version:string versionPriority*:int32
apiregistration.v1.APIServiceStatus conditions:[apiregistration.v1.APIServiceCondition]@type^type
apiextensions.v1.CustomResourceDefinitionSpec conversion:apiextensions.v1.CustomResourceConversion group*:string names*:apiextensions.v1.CustomResourceDefinitionNames preserveUnknownFields:boolean scope*:string versions*:[apiextensions.v1.CustomResourceDefinitionVersion]
apiextensions.v1.CustomResourceDefinitionStatus acceptedNames:apiextensions.v1.CustomResourceDefinitionNames conditions:[apiextensions.v1.CustomResourceDefinitionCondition]@type observedGeneration:int64 storedVersions:[string]
rbac.v1.PolicyRule apiGroups:[string] nonResourceURLs:[string] resourceNames:[string] resources:[string] verbs*:[string]
rbac.v1.RoleRef! apiGroup:string kind*:string name*:string
rbac.v1.Subject! apiGroup:string kind*:string name*:string namespace:string
rbac.v1.AggregationRule clusterRoleSelectors:[meta.v1.LabelSelector]
core.v1.TopologySelectorTerm! matchLabelExpressions:[core.v1.TopologySelectorLabelRequirement]
autoscaling.v1.ScaleSpec replicas:int32
autoscaling.v1.ScaleStatus replicas*:int32 selector:string
meta.v1.Preconditions resourceVersion:string uid:string
meta.v1.StatusDetails causes:[meta.v1.StatusCause] group:string kind:string name:string retryAfterSeconds:int32 uid:string
meta.v1.ListMeta continue:string remainingItemCount:int64 resourceVersion:string selfLink:string shardInfo:meta.v1.ShardInfo
authorization.v1.SelfSubjectAccessReviewSpec nonResourceAttributes:authorization.v1.NonResourceAttributes resourceAttributes:authorization.v1.ResourceAttributes
authorization.v1.SubjectAccessReviewStatus allowed*:boolean denied:boolean evaluationError:string reason:string
authorization.v1.SelfSubjectRulesReviewSpec namespace:string
authorization.v1.SubjectRulesReviewStatus evaluationError:string incomplete*:boolean nonResourceRules*:[authorization.v1.NonResourceRule] resourceRules*:[authorization.v1.ResourceRule]
authentication.v1.SelfSubjectReviewStatus userInfo:authentication.v1.UserInfo
meta.v1.ManagedFieldsEntry apiVersion:string fieldsType:string fieldsV1:object manager:string operation:string subresource:string time:time
meta.v1.OwnerReference! apiVersion*:string blockOwnerDeletion:boolean controller:boolean kind*:string name*:string uid*:string
core.v1.EndpointAddress! hostname:string ip*:string nodeName:string targetRef:core.v1.ObjectReference
core.v1.EndpointPort! appProtocol:string name:string port*:int32 protocol:"SCTP|TCP|UDP"
core.v1.LimitRangeItem default:{quantity} defaultRequest:{quantity} max:{quantity} maxLimitRequestRatio:{quantity} min:{quantity} type*:string
core.v1.NamespaceCondition lastTransitionTime:time message:string reason:string status*:string type*:string
core.v1.NodeConfigSource configMap:core.v1.ConfigMapNodeConfigSource
core.v1.Taint effect*:"NoExecute|NoSchedule|PreferNoSchedule" key*:string timeAdded:time value:string
core.v1.NodeAddress address*:string type*:string
core.v1.NodeCondition lastHeartbeatTime:time lastTransitionTime:time message:string reason:string status*:string type*:string
core.v1.NodeConfigStatus active:core.v1.NodeConfigSource assigned:core.v1.NodeConfigSource error:string lastKnownGood:core.v1.NodeConfigSource
core.v1.NodeDaemonEndpoints kubeletEndpoint:core.v1.DaemonEndpoint
core.v1.NodeFeatures supplementalGroupsPolicy:boolean
core.v1.ContainerImage names:[string] sizeBytes:int64
core.v1.NodeSystemInfo architecture*:string bootID*:string containerRuntimeVersion*:string kernelVersion*:string kubeProxyVersion*:string kubeletVersion*:string machineID*:string operatingSystem*:string osImage*:string swap:core.v1.NodeSwapStatus systemUUID*:string
core.v1.NodeRuntimeHandler features:core.v1.NodeRuntimeHandlerFeatures name:string
core.v1.AttachedVolume devicePath*:string name*:string
core.v1.TypedLocalObjectReference! apiGroup:string kind*:string name*:string
core.v1.TypedObjectReference apiGroup:string kind*:string name*:string namespace:string
core.v1.VolumeResourceRequirements limits:{quantity} requests:{quantity}
meta.v1.LabelSelector! matchExpressions:[meta.v1.LabelSelectorRequirement] matchLabels:{string}
core.v1.PersistentVolumeClaimCondition lastProbeTime:time lastTransitionTime:time message:string reason:string status*:string type*:string
core.v1.ModifyVolumeStatus status*:"InProgress|Infeasible|Pending" targetVolumeAttributesClassName:string
core.v1.AWSElasticBlockStoreVolumeSource fsType:string partition:int32 readOnly:boolean volumeID*:string
core.v1.AzureDiskVolumeSource cachingMode:"None|ReadOnly|ReadWrite" diskName*:string diskURI*:string fsType:string kind:"Dedicated|Managed|Shared" readOnly:boolean
core.v1.AzureFilePersistentVolumeSource readOnly:boolean secretName*:string secretNamespace:string shareName*:string
core.v1.CephFSPersistentVolumeSource monitors*:[string] path:string readOnly:boolean secretFile:string secretRef:core.v1.SecretReference user:string
core.v1.CinderPersistentVolumeSource fsType:string readOnly:boolean secretRef:core.v1.SecretReference volumeID*:string
core.v1.CSIPersistentVolumeSource controllerExpandSecretRef:core.v1.SecretReference controllerPublishSecretRef:core.v1.SecretReference driver*:string fsType:string nodeExpandSecretRef:core.v1.SecretReference nodePublishSecretRef:core.v1.SecretReference nodeStageSecretRef:core.v1.SecretReference readOnly:boolean volumeAttributes:{string} volumeHandle*:string
core.v1.FCVolumeSource fsType:string lun:int32 readOnly:boolean targetWWNs:[string] wwids:[string]
core.v1.FlexPersistentVolumeSource driver*:string fsType:string options:{string} readOnly:boolean secretRef:core.v1.SecretReference
core.v1.FlockerVolumeSource datasetName:string datasetUUID:string
core.v1.GCEPersistentDiskVolumeSource fsType:string partition:int32 pdName*:string readOnly:boolean
core.v1.GlusterfsPersistentVolumeSource endpoints*:string endpointsNamespace:string path*:string readOnly:boolean
core.v1.HostPathVolumeSource path*:string type:"BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket"
core.v1.ISCSIPersistentVolumeSource chapAuthDiscovery:boolean chapAuthSession:boolean fsType:string initiatorName:string iqn*:string iscsiInterface:string lun*:int32 portals:[string] readOnly:boolean secretRef:core.v1.SecretReference targetPortal*:string
core.v1.LocalVolumeSource fsType:string path*:string
core.v1.NFSVolumeSource path*:string readOnly:boolean server*:string
core.v1.VolumeNodeAffinity required:core.v1.NodeSelector
core.v1.PhotonPersistentDiskVolumeSource fsType:string pdID*:string
core.v1.PortworxVolumeSource fsType:string readOnly:boolean volumeID*:string
core.v1.QuobyteVolumeSource group:string readOnly:boolean registry*:string tenant:string user:string volume*:string
core.v1.RBDPersistentVolumeSource fsType:string image*:string keyring:string monitors*:[string] pool:string readOnly:boolean secretRef:core.v1.SecretReference user:string
core.v1.ScaleIOPersistentVolumeSource fsType:string gateway*:string protectionDomain:string readOnly:boolean secretRef*:core.v1.SecretReference sslEnabled:boolean storageMode:string storagePool:string system*:string volumeName:string
core.v1.StorageOSPersistentVolumeSource fsType:string readOnly:boolean secretRef:core.v1.ObjectReference volumeName:string volumeNamespace:string
core.v1.VsphereVirtualDiskVolumeSource fsType:string storagePolicyID:string storagePolicyName:string volumePath*:string
core.v1.Affinity nodeAffinity:core.v1.NodeAffinity podAffinity:core.v1.PodAffinity podAntiAffinity:core.v1.PodAntiAffinity
core.v1.Container args:[string] command:[string] env:[core.v1.EnvVar]@name^name envFrom:[core.v1.EnvFromSource] image:string imagePullPolicy:"Always|IfNotPresent|Never" lifecycle:core.v1.Lifecycle livenessProbe:core.v1.Probe name*:string ports:[core.v1.ContainerPort]@containerPort+protocol^containerPort readinessProbe:core.v1.Probe resizePolicy:[core.v1.ContainerResizePolicy] resources:core.v1.ResourceRequirements restartPolicy:string restartPolicyRules:[core.v1.ContainerRestartRule] securityContext:core.v1.SecurityContext startupProbe:core.v1.Probe stdin:boolean stdinOnce:boolean terminationMessagePath:string terminationMessagePolicy:"FallbackToLogsOnError|File" tty:boolean volumeDevices:[core.v1.VolumeDevice]@devicePath^devicePath volumeMounts:[core.v1.VolumeMount]@mountPath^mountPath workingDir:string
core.v1.PodDNSConfig nameservers:[string] options:[core.v1.PodDNSConfigOption] searches:[string]
core.v1.EphemeralContainer args:[string] command:[string] env:[core.v1.EnvVar]@name^name envFrom:[core.v1.EnvFromSource] image:string imagePullPolicy:"Always|IfNotPresent|Never" lifecycle:core.v1.Lifecycle livenessProbe:core.v1.Probe name*:string ports:[core.v1.ContainerPort]@containerPort+protocol^containerPort readinessProbe:core.v1.Probe resizePolicy:[core.v1.ContainerResizePolicy] resources:core.v1.ResourceRequirements restartPolicy:string restartPolicyRules:[core.v1.ContainerRestartRule] securityContext:core.v1.SecurityContext startupProbe:core.v1.Probe stdin:boolean stdinOnce:boolean targetContainerName:string terminationMessagePath:string terminationMessagePolicy:"FallbackToLogsOnError|File" tty:boolean volumeDevices:[core.v1.VolumeDevice]@devicePath^devicePath volumeMounts:[core.v1.VolumeMount]@mountPath^mountPath workingDir:string
core.v1.HostAlias hostnames:[string] ip*:string
core.v1.PodOS name*:string
core.v1.PodReadinessGate conditionType*:string
core.v1.PodResourceClaim name*:string resourceClaimName:string resourceClaimTemplateName:string
core.v1.ResourceRequirements claims:[core.v1.ResourceClaim]@name limits:{quantity} requests:{quantity}
core.v1.PodSchedulingGate name*:string
core.v1.PodSchedulingGroup podGroupName:string
core.v1.PodSecurityContext appArmorProfile:core.v1.AppArmorProfile fsGroup:int64 fsGroupChangePolicy:"Always|OnRootMismatch" runAsGroup:int64 runAsNonRoot:boolean runAsUser:int64 seLinuxChangePolicy:string seLinuxOptions:core.v1.SELinuxOptions seccompProfile:core.v1.SeccompProfile supplementalGroups:[int64] supplementalGroupsPolicy:"Merge|Strict" sysctls:[core.v1.Sysctl] windowsOptions:core.v1.WindowsSecurityContextOptions
core.v1.Toleration effect:"NoExecute|NoSchedule|PreferNoSchedule" key:string operator:"Equal|Exists|Gt|Lt" tolerationSeconds:int64 value:string
core.v1.TopologySpreadConstraint labelSelector:meta.v1.LabelSelector matchLabelKeys:[string] maxSkew*:int32 minDomains:int32 nodeAffinityPolicy:"Honor|Ignore" nodeTaintsPolicy:"Honor|Ignore" topologyKey*:string whenUnsatisfiable*:"DoNotSchedule|ScheduleAnyway"
core.v1.Volume awsElasticBlockStore:core.v1.AWSElasticBlockStoreVolumeSource azureDisk:core.v1.AzureDiskVolumeSource azureFile:core.v1.AzureFileVolumeSource cephfs:core.v1.CephFSVolumeSource cinder:core.v1.CinderVolumeSource configMap:core.v1.ConfigMapVolumeSource csi:core.v1.CSIVolumeSource downwardAPI:core.v1.DownwardAPIVolumeSource emptyDir:core.v1.EmptyDirVolumeSource ephemeral:core.v1.EphemeralVolumeSource fc:core.v1.FCVolumeSource flexVolume:core.v1.FlexVolumeSource flocker:core.v1.FlockerVolumeSource gcePersistentDisk:core.v1.GCEPersistentDiskVolumeSource gitRepo:core.v1.GitRepoVolumeSource glusterfs:core.v1.GlusterfsVolumeSource hostPath:core.v1.HostPathVolumeSource image:core.v1.ImageVolumeSource iscsi:core.v1.ISCSIVolumeSource name*:string nfs:core.v1.NFSVolumeSource persistentVolumeClaim:core.v1.PersistentVolumeClaimVolumeSource photonPersistentDisk:core.v1.PhotonPersistentDiskVolumeSource portworxVolume:core.v1.PortworxVolumeSource projected:core.v1.ProjectedVolumeSource quobyte:core.v1.QuobyteVolumeSource rbd:core.v1.RBDVolumeSource scaleIO:core.v1.ScaleIOVolumeSource secret:core.v1.SecretVolumeSource storageos:core.v1.StorageOSVolumeSource vsphereVolume:core.v1.VsphereVirtualDiskVolumeSource
core.v1.PodCondition lastProbeTime:time lastTransitionTime:time message:string observedGeneration:int64 reason:string status*:string type*:string
core.v1.ContainerStatus allocatedResources:{quantity} allocatedResourcesStatus:[core.v1.ResourceStatus]@name^name containerID:string image*:string imageID*:string lastState:core.v1.ContainerState name*:string ready*:boolean resources:core.v1.ResourceRequirements restartCount*:int32 started:boolean state:core.v1.ContainerState stopSignal:"SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ" user:core.v1.ContainerUser volumeMounts:[core.v1.VolumeMountStatus]@mountPath^mountPath
core.v1.PodExtendedResourceClaimStatus requestMappings*:[core.v1.ContainerExtendedResourceRequest] resourceClaimName*:string
core.v1.HostIP ip*:string
core.v1.NodeAllocatableResourceClaimStatus containers:[string]@ resourceClaimName*:string resources*:{quantity}
core.v1.PodIP ip*:string
core.v1.PodResourceClaimStatus name*:string resourceClaimName:string
core.v1.ScopeSelector! matchExpressions:[core.v1.ScopedResourceSelectorRequirement]
core.v1.ServicePort appProtocol:string name:string nodePort:int32 port*:int32 protocol:"SCTP|TCP|UDP" targetPort:intorstring
core.v1.SessionAffinityConfig clientIP:core.v1.ClientIPConfig
meta.v1.Condition lastTransitionTime*:time message*:string observedGeneration:int64 reason*:string status*:string type*:string
core.v1.LoadBalancerStatus ingress:[core.v1.LoadBalancerIngress]
core.v1.PodTemplateSpec metadata:meta.v1.ObjectMeta spec:core.v1.PodSpec
apps.v1.DaemonSetUpdateStrategy rollingUpdate:apps.v1.RollingUpdateDaemonSet type:"OnDelete|RollingUpdate"
apps.v1.DaemonSetCondition lastTransitionTime:time message:string reason:string status*:string type*:string
apps.v1.DeploymentStrategy rollingUpdate:apps.v1.RollingUpdateDeployment type:"Recreate|RollingUpdate"
apps.v1.DeploymentCondition lastTransitionTime:time lastUpdateTime:time message:string reason:string status*:string type*:string
apps.v1.ReplicaSetCondition lastTransitionTime:time message:string reason:string status*:string type*:string
apps.v1.StatefulSetOrdinals start:int32
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:string whenScaled:string
apps.v1.StatefulSetUpdateStrategy rollingUpdate:apps.v1.RollingUpdateStatefulSetStrategy type:"OnDelete|RollingUpdate"
apps.v1.StatefulSetCondition lastTransitionTime:time message:string reason:string status*:string type*:string
batch.v1.JobTemplateSpec metadata:meta.v1.ObjectMeta spec:batch.v1.JobSpec
batch.v1.PodFailurePolicy rules*:[batch.v1.PodFailurePolicyRule]
batch.v1.SuccessPolicy rules*:[batch.v1.SuccessPolicyRule]
batch.v1.JobCondition lastProbeTime:time lastTransitionTime:time message:string reason:string status*:string type*:string
batch.v1.UncountedTerminatedPods failed:[string]@ succeeded:[string]@
autoscaling.v2.HorizontalPodAutoscalerBehavior scaleDown:autoscaling.v2.HPAScalingRules scaleUp:autoscaling.v2.HPAScalingRules
autoscaling.v2.MetricSpec containerResource:autoscaling.v2.ContainerResourceMetricSource external:autoscaling.v2.ExternalMetricSource object:autoscaling.v2.ObjectMetricSource pods:autoscaling.v2.PodsMetricSource resource:autoscaling.v2.ResourceMetricSource type*:string
autoscaling.v2.CrossVersionObjectReference apiVersion:string kind*:string name*:string
autoscaling.v2.HorizontalPodAutoscalerCondition lastTransitionTime:time message:string reason:string status*:string type*:string
autoscaling.v2.MetricStatus containerResource:autoscaling.v2.ContainerResourceMetricStatus external:autoscaling.v2.ExternalMetricStatus object:autoscaling.v2.ObjectMetricStatus pods:autoscaling.v2.PodsMetricStatus resource:autoscaling.v2.ResourceMetricStatus type*:string
autoscaling.v1.CrossVersionObjectReference! apiVersion:string kind*:string name*:string
discovery.v1.EndpointConditions ready:boolean serving:boolean terminating:boolean
discovery.v1.EndpointHints forNodes:[discovery.v1.ForNode] forZones:[discovery.v1.ForZone]
networking.v1.IngressBackend resource:core.v1.TypedLocalObjectReference service:networking.v1.IngressServiceBackend
networking.v1.IngressRule host:string http:networking.v1.HTTPIngressRuleValue
networking.v1.IngressTLS hosts:[string] secretName:string
networking.v1.IngressLoadBalancerStatus ingress:[networking.v1.IngressLoadBalancerIngress]
networking.v1.NetworkPolicyEgressRule ports:[networking.v1.NetworkPolicyPort] to:[networking.v1.NetworkPolicyPeer]
networking.v1.NetworkPolicyIngressRule from:[networking.v1.NetworkPolicyPeer] ports:[networking.v1.NetworkPolicyPort]
storage.v1.CSINodeDriver allocatable:storage.v1.VolumeNodeResources name*:string nodeID*:string topologyKeys:[string]
storage.v1.VolumeAttachmentSource inlineVolumeSpec:core.v1.PersistentVolumeSpec persistentVolumeName:string
storage.v1.VolumeError errorCode:int32 message:string time:time
storage.v1.TokenRequest audience*:string expirationSeconds:int64
networking.v1.IngressClassParametersReference apiGroup:string kind*:string name*:string namespace:string scope:string
admissionregistration.v1.WebhookClientConfig caBundle:byte service:admissionregistration.v1.ServiceReference url:string
admissionregistration.v1.MatchCondition expression*:string name*:string
admissionregistration.v1.RuleWithOperations apiGroups:[string] apiVersions:[string] operations:["*|CONNECT|CREATE|DELETE|UPDATE"] resources:[string] scope:"*|Cluster|Namespaced"
apiregistration.v1.ServiceReference name:string namespace:string port:int32
apiregistration.v1.APIServiceCondition lastTransitionTime:time message:string reason:string status*:string type*:string
apiextensions.v1.CustomResourceConversion strategy*:string webhook:apiextensions.v1.WebhookConversion
apiextensions.v1.CustomResourceDefinitionNames categories:[string] kind*:string listKind:string plural*:string shortNames:[string] singular:string
apiextensions.v1.CustomResourceDefinitionVersion additionalPrinterColumns:[apiextensions.v1.CustomResourceColumnDefinition] deprecated:boolean deprecationWarning:string name*:string schema:apiextensions.v1.CustomResourceValidation selectableFields:[apiextensions.v1.SelectableField] served*:boolean storage*:boolean subresources:apiextensions.v1.CustomResourceSubresources
apiextensions.v1.CustomResourceDefinitionCondition lastTransitionTime:time message:string observedGeneration:int64 reason:string status*:string type*:string
core.v1.TopologySelectorLabelRequirement key*:string values*:[string]
meta.v1.StatusCause field:string message:string reason:string
meta.v1.ShardInfo selector*:string
authorization.v1.NonResourceAttributes path:string verb:string
authorization.v1.ResourceAttributes fieldSelector:authorization.v1.FieldSelectorAttributes group:string labelSelector:authorization.v1.LabelSelectorAttributes name:string namespace:string resource:string subresource:string verb:string version:string
authorization.v1.NonResourceRule nonResourceURLs:[string] verbs*:[string]
authorization.v1.ResourceRule apiGroups:[string] resourceNames:[string] resources:[string] verbs*:[string]
authentication.v1.UserInfo extra:{[string]} groups:[string] uid:string username:string
core.v1.ConfigMapNodeConfigSource kubeletConfigKey*:string name*:string namespace*:string resourceVersion:string uid:string
core.v1.DaemonEndpoint Port*:int32
core.v1.NodeSwapStatus capacity:int64
core.v1.NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:boolean userNamespaces:boolean
meta.v1.LabelSelectorRequirement key*:string operator*:string values:[string]
core.v1.SecretReference! name:string namespace:string
core.v1.NodeSelector! nodeSelectorTerms*:[core.v1.NodeSelectorTerm]
core.v1.NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:[core.v1.PreferredSchedulingTerm] requiredDuringSchedulingIgnoredDuringExecution:core.v1.NodeSelector
core.v1.PodAffinity preferredDuringSchedulingIgnoredDuringExecution:[core.v1.WeightedPodAffinityTerm] requiredDuringSchedulingIgnoredDuringExecution:[core.v1.PodAffinityTerm]
core.v1.PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:[core.v1.WeightedPodAffinityTerm] requiredDuringSchedulingIgnoredDuringExecution:[core.v1.PodAffinityTerm]
core.v1.EnvVar name*:string value:string valueFrom:core.v1.EnvVarSource
core.v1.EnvFromSource configMapRef:core.v1.ConfigMapEnvSource prefix:string secretRef:core.v1.SecretEnvSource
core.v1.Lifecycle postStart:core.v1.LifecycleHandler preStop:core.v1.LifecycleHandler stopSignal:"SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ"
core.v1.Probe exec:core.v1.ExecAction failureThreshold:int32 grpc:core.v1.GRPCAction httpGet:core.v1.HTTPGetAction initialDelaySeconds:int32 periodSeconds:int32 successThreshold:int32 tcpSocket:core.v1.TCPSocketAction terminationGracePeriodSeconds:int64 timeoutSeconds:int32
core.v1.ContainerPort containerPort*:int32 hostIP:string hostPort:int32 name:string protocol:"SCTP|TCP|UDP"
core.v1.ContainerResizePolicy resourceName*:string restartPolicy*:string
core.v1.ContainerRestartRule action*:string exitCodes:core.v1.ContainerRestartRuleOnExitCodes
core.v1.SecurityContext allowPrivilegeEscalation:boolean appArmorProfile:core.v1.AppArmorProfile capabilities:core.v1.Capabilities privileged:boolean procMount:"Default|Unmasked" readOnlyRootFilesystem:boolean runAsGroup:int64 runAsNonRoot:boolean runAsUser:int64 seLinuxOptions:core.v1.SELinuxOptions seccompProfile:core.v1.SeccompProfile windowsOptions:core.v1.WindowsSecurityContextOptions
core.v1.VolumeDevice devicePath*:string name*:string
core.v1.VolumeMount mountPath*:string mountPropagation:"Bidirectional|HostToContainer|None" name*:string readOnly:boolean recursiveReadOnly:string subPath:string subPathExpr:string
core.v1.PodDNSConfigOption name:string value:string
core.v1.ResourceClaim name*:string request:string
core.v1.AppArmorProfile localhostProfile:string type*:"Localhost|RuntimeDefault|Unconfined"
core.v1.SELinuxOptions level:string role:string type:string user:string
core.v1.SeccompProfile localhostProfile:string type*:"Localhost|RuntimeDefault|Unconfined"
core.v1.Sysctl name*:string value*:string
core.v1.WindowsSecurityContextOptions gmsaCredentialSpec:string gmsaCredentialSpecName:string hostProcess:boolean runAsUserName:string
core.v1.AzureFileVolumeSource readOnly:boolean secretName*:string shareName*:string
core.v1.CephFSVolumeSource monitors*:[string] path:string readOnly:boolean secretFile:string secretRef:core.v1.LocalObjectReference user:string
core.v1.CinderVolumeSource fsType:string readOnly:boolean secretRef:core.v1.LocalObjectReference volumeID*:string
core.v1.ConfigMapVolumeSource defaultMode:int32 items:[core.v1.KeyToPath] name:string optional:boolean
core.v1.CSIVolumeSource driver*:string fsType:string nodePublishSecretRef:core.v1.LocalObjectReference readOnly:boolean volumeAttributes:{string}
core.v1.DownwardAPIVolumeSource defaultMode:int32 items:[core.v1.DownwardAPIVolumeFile]
core.v1.EmptyDirVolumeSource medium:string sizeLimit:quantity
core.v1.EphemeralVolumeSource volumeClaimTemplate:core.v1.PersistentVolumeClaimTemplate
core.v1.FlexVolumeSource driver*:string fsType:string options:{string} readOnly:boolean secretRef:core.v1.LocalObjectReference
core.v1.GitRepoVolumeSource directory:string repository*:string revision:string
core.v1.GlusterfsVolumeSource endpoints*:string path*:string readOnly:boolean
core.v1.ImageVolumeSource pullPolicy:"Always|IfNotPresent|Never" reference:string
core.v1.ISCSIVolumeSource chapAuthDiscovery:boolean chapAuthSession:boolean fsType:string initiatorName:string iqn*:string iscsiInterface:string lun*:int32 portals:[string] readOnly:boolean secretRef:core.v1.LocalObjectReference targetPortal*:string
core.v1.PersistentVolumeClaimVolumeSource claimName*:string readOnly:boolean
core.v1.ProjectedVolumeSource defaultMode:int32 sources:[core.v1.VolumeProjection]
core.v1.RBDVolumeSource fsType:string image*:string keyring:string monitors*:[string] pool:string readOnly:boolean secretRef:core.v1.LocalObjectReference user:string
core.v1.ScaleIOVolumeSource fsType:string gateway*:string protectionDomain:string readOnly:boolean secretRef*:core.v1.LocalObjectReference sslEnabled:boolean storageMode:string storagePool:string system*:string volumeName:string
core.v1.SecretVolumeSource defaultMode:int32 items:[core.v1.KeyToPath] optional:boolean secretName:string
core.v1.StorageOSVolumeSource fsType:string readOnly:boolean secretRef:core.v1.LocalObjectReference volumeName:string volumeNamespace:string
core.v1.ResourceStatus name*:string resources:[core.v1.ResourceHealth]@resourceID
core.v1.ContainerState running:core.v1.ContainerStateRunning terminated:core.v1.ContainerStateTerminated waiting:core.v1.ContainerStateWaiting
core.v1.ContainerUser linux:core.v1.LinuxContainerUser
core.v1.VolumeMountStatus mountPath*:string name*:string readOnly:boolean recursiveReadOnly:string volumeStatus:core.v1.VolumeStatus
core.v1.ContainerExtendedResourceRequest containerName*:string requestName*:string resourceName*:string
core.v1.ScopedResourceSelectorRequirement operator*:"DoesNotExist|Exists|In|NotIn" scopeName*:"BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass" values:[string]
core.v1.ClientIPConfig timeoutSeconds:int32
core.v1.LoadBalancerIngress hostname:string ip:string ipMode:string ports:[core.v1.PortStatus]
apps.v1.RollingUpdateDaemonSet maxSurge:intorstring maxUnavailable:intorstring
apps.v1.RollingUpdateDeployment maxSurge:intorstring maxUnavailable:intorstring
apps.v1.RollingUpdateStatefulSetStrategy maxUnavailable:intorstring partition:int32
batch.v1.PodFailurePolicyRule action*:"Count|FailIndex|FailJob|Ignore" onExitCodes:batch.v1.PodFailurePolicyOnExitCodesRequirement onPodConditions:[batch.v1.PodFailurePolicyOnPodConditionsPattern]
batch.v1.SuccessPolicyRule succeededCount:int32 succeededIndexes:string
autoscaling.v2.HPAScalingRules policies:[autoscaling.v2.HPAScalingPolicy] selectPolicy:string stabilizationWindowSeconds:int32 tolerance:quantity
autoscaling.v2.ContainerResourceMetricSource container*:string name*:string target*:autoscaling.v2.MetricTarget
autoscaling.v2.ExternalMetricSource metric*:autoscaling.v2.MetricIdentifier target*:autoscaling.v2.MetricTarget
autoscaling.v2.ObjectMetricSource describedObject*:autoscaling.v2.CrossVersionObjectReference metric*:autoscaling.v2.MetricIdentifier target*:autoscaling.v2.MetricTarget
autoscaling.v2.PodsMetricSource metric*:autoscaling.v2.MetricIdentifier target*:autoscaling.v2.MetricTarget
autoscaling.v2.ResourceMetricSource name*:string target*:autoscaling.v2.MetricTarget
autoscaling.v2.ContainerResourceMetricStatus container*:string current*:autoscaling.v2.MetricValueStatus name*:string
autoscaling.v2.ExternalMetricStatus current*:autoscaling.v2.MetricValueStatus metric*:autoscaling.v2.MetricIdentifier
autoscaling.v2.ObjectMetricStatus current*:autoscaling.v2.MetricValueStatus describedObject*:autoscaling.v2.CrossVersionObjectReference metric*:autoscaling.v2.MetricIdentifier
autoscaling.v2.PodsMetricStatus current*:autoscaling.v2.MetricValueStatus metric*:autoscaling.v2.MetricIdentifier
autoscaling.v2.ResourceMetricStatus current*:autoscaling.v2.MetricValueStatus name*:string
discovery.v1.ForNode name*:string
discovery.v1.ForZone name*:string
networking.v1.IngressServiceBackend name*:string port:networking.v1.ServiceBackendPort
networking.v1.HTTPIngressRuleValue paths*:[networking.v1.HTTPIngressPath]
networking.v1.IngressLoadBalancerIngress hostname:string ip:string ports:[networking.v1.IngressPortStatus]
networking.v1.NetworkPolicyPort endPort:int32 port:intorstring protocol:"SCTP|TCP|UDP"
networking.v1.NetworkPolicyPeer ipBlock:networking.v1.IPBlock namespaceSelector:meta.v1.LabelSelector podSelector:meta.v1.LabelSelector
storage.v1.VolumeNodeResources count:int32
admissionregistration.v1.ServiceReference name*:string namespace*:string path:string port:int32
apiextensions.v1.WebhookConversion clientConfig:apiextensions.v1.WebhookClientConfig conversionReviewVersions*:[string]
apiextensions.v1.CustomResourceColumnDefinition description:string format:string jsonPath*:string name*:string priority:int32 type*:string
apiextensions.v1.CustomResourceValidation openAPIV3Schema:apiextensions.v1.JSONSchemaProps
apiextensions.v1.SelectableField jsonPath*:string
apiextensions.v1.CustomResourceSubresources scale:apiextensions.v1.CustomResourceSubresourceScale status:apiextensions.v1.CustomResourceSubresourceStatus
authorization.v1.FieldSelectorAttributes rawSelector:string requirements:[meta.v1.FieldSelectorRequirement]
authorization.v1.LabelSelectorAttributes rawSelector:string requirements:[meta.v1.LabelSelectorRequirement]
core.v1.NodeSelectorTerm! matchExpressions:[core.v1.NodeSelectorRequirement] matchFields:[core.v1.NodeSelectorRequirement]
core.v1.PreferredSchedulingTerm preference*:core.v1.NodeSelectorTerm weight*:int32
core.v1.WeightedPodAffinityTerm podAffinityTerm*:core.v1.PodAffinityTerm weight*:int32
core.v1.PodAffinityTerm labelSelector:meta.v1.LabelSelector matchLabelKeys:[string] mismatchLabelKeys:[string] namespaceSelector:meta.v1.LabelSelector namespaces:[string] topologyKey*:string
core.v1.EnvVarSource configMapKeyRef:core.v1.ConfigMapKeySelector fieldRef:core.v1.ObjectFieldSelector fileKeyRef:core.v1.FileKeySelector resourceFieldRef:core.v1.ResourceFieldSelector secretKeyRef:core.v1.SecretKeySelector
core.v1.ConfigMapEnvSource name:string optional:boolean
core.v1.SecretEnvSource name:string optional:boolean
core.v1.LifecycleHandler exec:core.v1.ExecAction httpGet:core.v1.HTTPGetAction sleep:core.v1.SleepAction tcpSocket:core.v1.TCPSocketAction
core.v1.ExecAction command:[string]
core.v1.GRPCAction port*:int32 service:string
core.v1.HTTPGetAction host:string httpHeaders:[core.v1.HTTPHeader] path:string port*:intorstring scheme:"HTTP|HTTPS"
core.v1.TCPSocketAction host:string port*:intorstring
core.v1.ContainerRestartRuleOnExitCodes operator*:string values:[int32]@
core.v1.Capabilities add:[string] drop:[string]
core.v1.KeyToPath key*:string mode:int32 path*:string
core.v1.DownwardAPIVolumeFile fieldRef:core.v1.ObjectFieldSelector mode:int32 path*:string resourceFieldRef:core.v1.ResourceFieldSelector
core.v1.PersistentVolumeClaimTemplate metadata:meta.v1.ObjectMeta spec*:core.v1.PersistentVolumeClaimSpec
core.v1.VolumeProjection clusterTrustBundle:core.v1.ClusterTrustBundleProjection configMap:core.v1.ConfigMapProjection downwardAPI:core.v1.DownwardAPIProjection podCertificate:core.v1.PodCertificateProjection secret:core.v1.SecretProjection serviceAccountToken:core.v1.ServiceAccountTokenProjection
core.v1.ResourceHealth health:string message:string resourceID*:string
core.v1.ContainerStateRunning startedAt:time
core.v1.ContainerStateTerminated containerID:string exitCode*:int32 finishedAt:time message:string reason:string signal:int32 startedAt:time
core.v1.ContainerStateWaiting message:string reason:string
core.v1.LinuxContainerUser gid*:int64 supplementalGroups:[int64] uid*:int64
core.v1.VolumeStatus image:core.v1.ImageVolumeStatus
core.v1.PortStatus error:string port*:int32 protocol*:"SCTP|TCP|UDP"
batch.v1.PodFailurePolicyOnExitCodesRequirement containerName:string operator*:"In|NotIn" values*:[int32]@
batch.v1.PodFailurePolicyOnPodConditionsPattern status:string type*:string
autoscaling.v2.HPAScalingPolicy periodSeconds*:int32 type*:string value*:int32
autoscaling.v2.MetricTarget averageUtilization:int32 averageValue:quantity type*:string value:quantity
autoscaling.v2.MetricIdentifier name*:string selector:meta.v1.LabelSelector
autoscaling.v2.MetricValueStatus averageUtilization:int32 averageValue:quantity value:quantity
networking.v1.ServiceBackendPort! name:string number:int32
networking.v1.HTTPIngressPath backend*:networking.v1.IngressBackend path:string pathType*:"Exact|ImplementationSpecific|Prefix"
networking.v1.IngressPortStatus error:string port*:int32 protocol*:"SCTP|TCP|UDP"
networking.v1.IPBlock cidr*:string except:[string]
apiextensions.v1.WebhookClientConfig caBundle:byte service:apiextensions.v1.ServiceReference url:string
apiextensions.v1.JSONSchemaProps $ref:string $schema:string additionalItems:apiextensions.v1.JSONSchemaPropsOrBool additionalProperties:apiextensions.v1.JSONSchemaPropsOrBool allOf:[apiextensions.v1.JSONSchemaProps] anyOf:[apiextensions.v1.JSONSchemaProps] default:apiextensions.v1.JSON definitions:{apiextensions.v1.JSONSchemaProps} dependencies:{apiextensions.v1.JSONSchemaPropsOrStringArray} description:string enum:[apiextensions.v1.JSON] example:apiextensions.v1.JSON exclusiveMaximum:boolean exclusiveMinimum:boolean externalDocs:apiextensions.v1.ExternalDocumentation format:string id:string items:apiextensions.v1.JSONSchemaPropsOrArray maxItems:int64 maxLength:int64 maxProperties:int64 maximum:number minItems:int64 minLength:int64 minProperties:int64 minimum:number multipleOf:number not:apiextensions.v1.JSONSchemaProps nullable:boolean oneOf:[apiextensions.v1.JSONSchemaProps] pattern:string patternProperties:{apiextensions.v1.JSONSchemaProps} properties:{apiextensions.v1.JSONSchemaProps} required:[string] title:string type:string uniqueItems:boolean x-kubernetes-embedded-resource:boolean x-kubernetes-int-or-string:boolean x-kubernetes-list-map-keys:[string] x-kubernetes-list-type:string x-kubernetes-map-type:string x-kubernetes-preserve-unknown-fields:boolean x-kubernetes-validations:[apiextensions.v1.ValidationRule]@rule^rule
apiextensions.v1.CustomResourceSubresourceScale labelSelectorPath:string specReplicasPath*:string statusReplicasPath*:string
apiextensions.v1.CustomResourceSubresourceStatus
meta.v1.FieldSelectorRequirement key*:string operator*:string values:[string]
core.v1.NodeSelectorRequirement key*:string operator*:"DoesNotExist|Exists|Gt|In|Lt|NotIn" values:[string]
core.v1.ConfigMapKeySelector! key*:string name:string optional:boolean
core.v1.ObjectFieldSelector! apiVersion:string fieldPath*:string
core.v1.FileKeySelector! key*:string optional:boolean path*:string volumeName*:string
core.v1.ResourceFieldSelector! containerName:string divisor:quantity resource*:string
core.v1.SecretKeySelector! key*:string name:string optional:boolean
core.v1.SleepAction seconds*:int64
core.v1.HTTPHeader name*:string value*:string
core.v1.ClusterTrustBundleProjection labelSelector:meta.v1.LabelSelector name:string optional:boolean path*:string signerName:string
core.v1.ConfigMapProjection items:[core.v1.KeyToPath] name:string optional:boolean
core.v1.DownwardAPIProjection items:[core.v1.DownwardAPIVolumeFile]
core.v1.PodCertificateProjection certificateChainPath:string credentialBundlePath:string keyPath:string keyType*:string maxExpirationSeconds:int32 signerName*:string userAnnotations:{string}
core.v1.SecretProjection items:[core.v1.KeyToPath] name:string optional:boolean
core.v1.ServiceAccountTokenProjection audience:string expirationSeconds:int64 path*:string
core.v1.ImageVolumeStatus imageRef*:string
apiextensions.v1.ServiceReference name*:string namespace*:string path:string port:int32
apiextensions.v1.JSONSchemaPropsOrBool
apiextensions.v1.JSON
apiextensions.v1.JSONSchemaPropsOrStringArray
apiextensions.v1.ExternalDocumentation description:string url:string
apiextensions.v1.JSONSchemaPropsOrArray
apiextensions.v1.ValidationRule fieldPath:string message:string messageExpression:string optionalOldSelf:boolean reason:"FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired" rule*:string`;
