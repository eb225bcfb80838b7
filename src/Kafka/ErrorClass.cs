using Confluent.Kafka;

namespace Kappa.Kafka;

/// <summary>What an error of a cluster means for who has called.</summary>
/// <remarks>
/// What is "retriable" among the error codes of https://kafka.apache.org/protocol passes here too. Fencing, topics that
/// are gone and records that are too large are told apart before (<see cref="RdKafkaCode"/>).
/// </remarks>
internal static class ErrorClass
{
    private const ErrorCode InconsistentTopicId = (ErrorCode)103;

    /// <summary>
    /// A broker, a leader or a coordinator is away, moves or has not caught up: the same call may succeed later.
    /// </summary>
    public static bool Passes(ErrorCode code) => code is
        ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_TimedOutQueue
        or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve
        or ErrorCode.Local_WaitCoord or ErrorCode.Local_WaitCache or ErrorCode.RequestTimedOut
        or ErrorCode.NetworkException or ErrorCode.InvalidMsg or ErrorCode.LeaderNotAvailable
        or ErrorCode.NotLeaderForPartition or ErrorCode.BrokerNotAvailable or ErrorCode.ReplicaNotAvailable
        or ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup
        or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.NotController
        or ErrorCode.ConcurrentTransactions or ErrorCode.TransactionCoordinatorFenced or ErrorCode.KafkaStorageError
        or ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch or ErrorCode.OffsetNotAvailable
        or ErrorCode.PreferredLeaderNotAvailable or ErrorCode.EligibleLeadersNotAvailable
        or ErrorCode.UnstableOffsetCommit or ErrorCode.ThrottlingQuotaExceeded
        or ErrorCode.UnknownTopicId or InconsistentTopicId;

    /// <summary>
    /// The cluster will never do it as things are set up: a permission, a property or a version has to change first. A
    /// transaction that ended for any other reason may be done again, by another producer.
    /// </summary>
    public static bool IsFinal(ErrorCode code) => code is
        ErrorCode.Local_InvalidArg or ErrorCode.Local_Ssl or ErrorCode.Local_Authentication
        or ErrorCode.Local_UnsupportedFeature or ErrorCode.TopicException or ErrorCode.InvalidRequiredAcks
        or ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed
        or ErrorCode.ClusterAuthorizationFailed or ErrorCode.InvalidTimestamp
        or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState or ErrorCode.UnsupportedVersion
        or ErrorCode.InvalidConfig or ErrorCode.InvalidRequest or ErrorCode.UnsupportedForMessageFormat
        or ErrorCode.PolicyViolation or ErrorCode.InvalidTransactionTimeout
        or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.SecurityDisabled
        or ErrorCode.SaslAuthenticationFailed or ErrorCode.InvalidRecord;
}
