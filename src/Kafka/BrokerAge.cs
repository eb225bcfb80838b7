using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Kappa.Kafka;

/// <summary>
/// Finds brokers that are too old: librdkafka asks each for the versions of its requests, and tells them in its log
/// alone.
/// </summary>
internal sealed partial class BrokerAge
{
    /// <summary>The part of librdkafka's log that has the versions.</summary>
    public const string Debug = "feature";

    /// <summary>
    /// Of AddPartitionsToTxn: with it brokers verify that a partition is part of the transaction that writes it
    /// (KIP-890). Kafka 3.5 knows the request and does not verify yet; it passes.
    /// </summary>
    private const int LeastVersion = 4;

    private string? _old;

    /// <summary>A broker that is too old, as host:port; null where none was met.</summary>
    public string? Old => Volatile.Read(ref _old);

    /// <summary>Takes a line of the log.</summary>
    public void Read(LogMessage line)
    {
        if (Versions().Match(line.Message) is { Success: true } told &&
            int.Parse(told.Groups["most"].Value, CultureInfo.InvariantCulture) < LeastVersion)
        {
            Volatile.Write(ref _old, told.Groups["broker"].Value);
        }
    }

    [GeneratedRegex(@"(?<broker>[^\s/]+)/\w+:\s+ApiKey AddPartitionsToTxn \(24\) Versions [0-9]+\.\.(?<most>[0-9]+)$")]
    private static partial Regex Versions();
}
