using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>
/// The process that is killed: writes numbered commits from several threads and says on its output which of them
/// were acknowledged.
/// </summary>
/// <remarks>
/// A record's value is <c>thread:commit:records of the commit:number of the record:</c> and padding, so that a reader
/// knows of each record what must be there beside it.
/// </remarks>
internal static class Writer
{
    public const string Verb = "write-commits";
    public const string Topic = "t";
    public const int Partitions = 4;

    /// <summary>Small limits, so that segments and journal roll, and commits of both kinds happen.</summary>
    public static EmbeddedLogOptions Options { get; } = new()
    {
        SegmentBytes = 60_000,
        InlineCommitBytes = 8_000,
        JournalBytes = 150_000,
        IndexIntervalBytes = 2_000,
    };

    /// <summary>Arguments: directory, acknowledge policy, threads, commits of each, first commit, seed.</summary>
    public static int Run(string[] args)
    {
        int[] numbers = [.. args[2..].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        (int threads, int commits, int first, int seed) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        try
        {
            EmbeddedLogOptions options = Options with { Acknowledge = Enum.Parse<AcknowledgePolicy>(args[1]) };
            EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, args[0], options);
            _ = log.Find(Topic) ?? log.CreateTopic(Topic, new TopicSettings { Partitions = Partitions });
            if (threads == 1)
            {
                Write(log, 0, first, commits, seed); // On this thread: strace counts the calls of each by itself.
                log.Dispose();
                return 0;
            }

            Task[] writers = [.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
                () => Write(log, thread, first, commits, seed + thread), TaskCreationOptions.LongRunning))];
            Task.WaitAny(writers);
            Task.WaitAll(writers);
            log.Dispose();
            return 0;
        }
        catch (Exception error) when ((error as AggregateException)?.InnerException is KappaException ||
            error is KappaException)
        {
            KappaException reason = (KappaException)(error.InnerException as KappaException ?? error);
            Console.Error.WriteLine($"{reason.Code} {reason.Message}");
            return reason.ExitCode;
        }
    }

    private static void Write(EmbeddedLog log, int thread, int first, int commits, int seed)
    {
        Random random = new(seed);
        using ILogProducer producer = log.OpenProducer($"producer-{thread}");
        RecordBuffer[] buffers = [.. Enumerable.Range(0, Partitions).Select(_ => new RecordBuffer())];
        for (int commit = first; commit < first + commits; commit++)
        {
            int[] records = [.. Enumerable.Range(0, Partitions)
                .Select(_ => random.Next(3) == 0 ? 0 : random.Next(1, 5))];
            records[random.Next(Partitions)]++;
            int padding = random.Next(8) == 0 ? 4_000 : 100;
            int number = 0;
            for (int partition = 0; partition < Partitions; partition++)
            {
                RecordBuffer buffer = buffers[partition]; // The producer reads it until the commit.
                buffer.Clear();
                for (int i = 0; i < records[partition]; i++)
                {
                    string value = $"{thread}:{commit}:{records.Sum()}:{number++}:";
                    buffer.Add(1_000, false, default, true,
                        Encoding.ASCII.GetBytes(value.PadRight(value.Length + random.Next(padding), '.')));
                }

                if (records[partition] > 0)
                {
                    producer.Append(new TopicPartition(Topic, partition), buffer);
                }
            }

            producer.Commit();
            Console.Out.WriteLine($"{thread} {commit}");
        }
    }
}
