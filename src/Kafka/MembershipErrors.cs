namespace Kappa.Kafka;

/// <summary>Tells the errors that end a membership from those that pass.</summary>
internal static unsafe class MembershipErrors
{
    private const int Authentication = -169;
    private const int InconsistentProtocol = 23;
    private const int InvalidGroup = 24;
    private const int InvalidSessionTimeout = 26;
    private const int TopicNotAllowed = 29;
    private const int GroupNotAllowed = 30;
    private const int FencedInstance = 82;

    /// <summary>Words an error event.</summary>
    /// <returns>The error; null where the client goes on by itself.</returns>
    public static KappaException? Of(nint happened, string group, KafkaProperties properties)
    {
        int code = RdKafka.EventError(happened);
        string text = RdKafka.Text(RdKafka.EventErrorString(happened));
        text = text.EndsWith('.') ? text : text + ".";
        return code switch
        {
            FencedInstance => KafkaErrors.MemberFenced(group, text),
            Authentication or InconsistentProtocol or InvalidGroup or InvalidSessionTimeout or TopicNotAllowed
                or GroupNotAllowed => KafkaErrors.Refused(properties.Servers, $"reading as group '{group}'", text),
            _ when RdKafka.EventErrorIsFatal(happened) != 0 =>
                KafkaErrors.Refused(properties.Servers, $"reading as group '{group}'", text),
            _ => null,
        };
    }
}
