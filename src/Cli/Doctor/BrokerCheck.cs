using System.Diagnostics;
using Kappa.Kafka;

namespace Kappa.Cli;

/// <summary>Whether a cluster answers, and lets this user see its topics.</summary>
internal static class BrokerCheck
{
    private const string Name = "brokers";

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    public static Finding Look(KafkaLogOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            using KafkaLog log = KafkaLog.Connect(options);
            return Judge(log.Topics.Count, Stopwatch.GetElapsedTime(began));
        }
        catch (KappaException error)
        {
            return Finding.Wrong(
                Name, $"{error.Message} [{error.Code}]",
                "See that the address is that of a listener, and that --properties has what it asks for " +
                "(security.protocol, sasl.*).");
        }
    }

    public static Finding Judge(int topics, TimeSpan took)
    {
        string what = $"They answer: {topics:N0} topics, after {took.TotalMilliseconds:0} ms.";
        return took > Slow
            ? Finding.Warning(Name, what, "Run the worker nearer to them: each commit asks several times.")
            : Finding.Good(Name, what);
    }
}
