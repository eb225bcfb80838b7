using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>Batches with mutations under a right checksum: declared errors only, and bounded memory.</summary>
public sealed class MutationTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private const int MaxFactor = 16;

    // What a reader takes whatever it reads: its buffers and the text of an error.
    private const long FixedBytes = 2 << 20;

    private static readonly TopicPartition Partition = new("t", 0);

    [Theory]
    [InlineData(CompressionType.None), InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void A_mutated_batch_ends_in_records_or_a_declared_error_within_bounded_memory(CompressionType compression)
    {
        Random random = Seed.Random(out int seed);
        MemoryFileSystem files = ClosedLog(compression);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        Outcome(log); // What is allocated once.
        using IFile file = files.Open(Segment);
        byte[] good = new byte[file.Length];
        file.Read(good, 0);
        int total = BatchHeader.TotalBytes(good);

        // A compressed batch may always become 16 MB (ExpansionLimit), by doubling: four times that in all.
        long expansion = compression == CompressionType.None ? 0 : 4L * ExpansionLimit.Default.FreeBytes;
        Dictionary<string, long> outcomes = [];
        Stopwatch watch = Stopwatch.StartNew();
        for (long round = 0; watch.Elapsed < Lane.Choose(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(40)); round++)
        {
            byte[] bad = [.. good];
            Mutation.Apply(bad.AsSpan(BatchHeader.Bytes, total - BatchHeader.Bytes), random);
            BatchHeader.SealShortened(bad.AsSpan(0, total), BatchHeader.Count(bad), BatchHeader.MaxTimestamp(bad));
            file.Write(bad, 0);
            long before = GC.GetAllocatedBytesForCurrentThread();

            string outcome = Outcome(log);

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            string hint = $"round {round}, KAPPA_SEED={seed}: {outcome}, {allocated:N0} bytes allocated";
            Assert.True(outcome is "read" or "KAP2204" or "KAP2205" or "KAP2201", hint);
            Assert.True(allocated <= FixedBytes + expansion + ((long)MaxFactor * good.Length), hint);
        }

        Lane.Say($"{compression}: {string.Join(", ", outcomes)} in {watch.Elapsed.TotalSeconds:F0} s");
        Assert.True(outcomes.Count > 1, string.Join(", ", outcomes));
    }

    private static string Outcome(EmbeddedLog log)
    {
        try
        {
            using RecordCursor cursor = new(log.OpenReader(Partition, 0));
            int sum = 0;
            while (cursor.MoveNext(long.MaxValue))
            {
                sum += cursor.Key.Length + cursor.Value.Length + cursor.Headers.Length;
            }

            return sum >= 0 ? "read" : "overflow";
        }
        catch (KappaException error)
        {
            return error.Code;
        }
    }

    private static MemoryFileSystem ClosedLog(CompressionType compression)
    {
        MemoryFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log");
        log.CreateTopic("t", new TopicSettings { Compression = compression });
        using ILogProducer producer = log.OpenProducer();
        using RecordBuffer buffer = new();
        for (int i = 0; i < 40; i++)
        {
            string value = string.Create(CultureInfo.InvariantCulture, $"flight {i} from gate {i % 7} is late");
            buffer.Add(i, i % 3 != 0, Encoding.ASCII.GetBytes(value[..9]), i % 5 != 0, Encoding.ASCII.GetBytes(value));
        }

        producer.Append(Partition, buffer);
        producer.Commit();
        return files;
    }
}
