namespace Kappa.Kafka;

/// <summary>The error codes of librdkafka (below zero) and Kafka that Kappa tells apart.</summary>
internal static class RdKafkaCode
{
    public const int Destroyed = -197;
    public const int Transport = -195;
    public const int MessageTimedOut = -192;
    public const int UnknownPartition = -190;
    public const int UnknownTopic = -188;
    public const int AllBrokersDown = -187;
    public const int TimedOut = -185;
    public const int QueueFull = -184;
    public const int State = -172;
    public const int TimedOutInQueue = -166;
    public const int PurgedFromQueue = -152;
    public const int PurgedInFlight = -151;
    public const int Fatal = -150;
    public const int Fenced = -144;
    public const int UnknownTopicOrPartition = 3;
    public const int RequestTimedOut = 7;
    public const int MessageTooLarge = 10;
    public const int NetworkException = 13;
    public const int RecordListTooLarge = 18;
    public const int InvalidProducerEpoch = 47;
    public const int InvalidProducerIdMapping = 49;
    public const int ProducerFenced = 90;

    /// <summary>A request or its answer may have been lost.</summary>
    public static bool IsLoss(int code) => code is Transport or MessageTimedOut or AllBrokersDown or TimedOut
        or TimedOutInQueue or RequestTimedOut or NetworkException;

    /// <summary>A newer producer of the same transactional id has taken over, or the cluster has ended it.</summary>
    public static bool IsFenced(int code) => code is Fenced or InvalidProducerEpoch or ProducerFenced;

    /// <summary>The topic or partition is not there, or has just gone while records waited for it.</summary>
    public static bool IsNoSuchTopic(int code) =>
        code is UnknownPartition or UnknownTopic or UnknownTopicOrPartition or Destroyed;

    public static bool IsTooLarge(int code) => code is MessageTooLarge or RecordListTooLarge;
}
