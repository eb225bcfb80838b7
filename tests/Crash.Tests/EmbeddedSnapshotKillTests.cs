using System.Text;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Crash.Tests;

/// <summary>On the embedded log: a command that owns it dies, or the worker that owns it.</summary>
public sealed class EmbeddedSnapshotKillTests(ITestOutputHelper output) : SnapshotKillTests(output)
{
    private readonly ITestOutputHelper _output = output;

    protected override int Kills => Lane.Choose(4, 50);

    private string IndexPath => Path.Combine(DataDirectory, "snapshots", Topic, "image.index");

    private protected override string[] Place => ["--dir", DataDirectory];

    protected override ILog OpenLog() =>
        EmbeddedLog.Open(DiskFileSystem.Instance, Path.Combine(DataDirectory, "log"));

    [Fact]
    public async Task After_every_kill_of_the_worker_a_snapshot_is_there_or_not_and_the_next_run_completes_it()
    {
        Random random = Seed.Random(out _);
        CreateTopics();
        CreateTopic();
        var table = new DumpTable(random);
        string file = Path.Combine(DataDirectory, "dump.csv");
        TimeSpan whole = TimeSpan.FromSeconds(2);
        (int there, int rounds) = (0, Lane.Choose(1, 12));
        for (int round = 0; round < rounds; round++)
        {
            string id = $"{round:D5}";
            table.Change(random.Next(2) == 0 ? 0.05 : 0.6);
            table.Write(file);
            using (WorkerProcess worker = StartWorker())
            {
                using ApplyProcess apply = Apply(file, id);
                Task kill = Task.Delay(whole * (0.2 + random.NextDouble()));
                await WriteMeanwhileAsync(worker, table, random, kill);
                whole *= apply.HasExited ? 0.9 : 1.1; // Half of them are to hit it, however quick the machine is.
                worker.Kill();
                (int exitCode, string said) = await apply.EndAsync();
                Assert.True(exitCode is ExitCodes.Done or ExitCodes.Unreachable, said);
                Assert.True(exitCode != ExitCodes.Done || Judge(table, id).IsThere, said);
            }

            SnapshotVerdict verdict = Judge(table, id);
            there += verdict.IsThere ? 1 : 0;
            using (StartWorker())
            {
                await CompleteAsync(table, file, id, verdict);
            }
        }

        _output.WriteLine($"{rounds} kills of the worker, the snapshot there after {there} of them");
    }

    private protected override List<SnapshotRecord> Read(string topic, int partitions)
    {
        List<SnapshotRecord> records = [];
        using ILog log = OpenLog();
        for (int partition = 0; partition < (log.Find(topic) is null ? 0 : partitions); partition++)
        {
            using var cursor = new RecordCursor(log.OpenReader(new TopicPartition(topic, partition), 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                Dictionary<string, string> headers = Headers(cursor.Headers);
                records.Add(new SnapshotRecord(
                    partition, Encoding.UTF8.GetString(cursor.Key),
                    cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null,
                    headers.GetValueOrDefault("kappa-snapshot"), headers.GetValueOrDefault("kappa-operation")));
            }
        }

        return records;
    }

    private protected override void Write(params IEnumerable<(string Key, string? Value)> records)
    {
        using ILog log = OpenLog();
        using ILogProducer producer = log.OpenProducer();
        foreach ((string key, string? value) in records)
        {
            using var buffer = new RecordBuffer();
            byte[] bytes = Encoding.UTF8.GetBytes(key);
            buffer.Add(1, hasKey: true, bytes, value is not null, Encoding.UTF8.GetBytes(value ?? ""));
            producer.Append(new TopicPartition(Topic, KeyPartitioner.Partition(bytes, Partitions)), buffer);
            producer.Commit();
        }
    }

    /// <summary>A commit goes to the segments first, and the journal decides it then.</summary>
    private protected override async Task UntilItWritesAsync(ApplyProcess apply)
    {
        string[] segments = [.. Enumerable.Range(0, Partitions).SelectMany(partition =>
            Directory.GetFiles(Path.Combine(DataDirectory, "log", $"{Topic}-{partition}"), "*.log"))];
        long before = segments.Sum(segment => new FileInfo(segment).Length);
        while (!apply.HasExited && segments.Sum(segment => new FileInfo(segment).Length) == before)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Behind the commit what came in the dump is forgotten, and the index takes the changes in.</summary>
    private protected override async Task UntilItWritesTheIndexAsync(ApplyProcess apply)
    {
        string marks = $"{IndexPath}.marks";
        while (!apply.HasExited && !File.Exists(marks))
        {
            await Task.Delay(1);
        }

        while (!apply.HasExited && File.Exists(marks))
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Half of the time the index has to be made anew by the command that is killed.</summary>
    private protected override void DamageIndex(Random random)
    {
        string path = random.Next(3) == 0 ? $"{IndexPath}.keys" : IndexPath;
        if (!File.Exists(path) || random.Next(2) == 0)
        {
            return;
        }

        byte[] bytes = File.ReadAllBytes(path);
        switch (random.Next(3))
        {
            case 0:
                File.Delete(path);
                break;
            case 1:
                File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
                break;
            default:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(path, bytes);
                break;
        }
    }

    private async Task WriteMeanwhileAsync(WorkerProcess worker, DumpTable table, Random random, Task until)
    {
        for (int i = 0; i < OthersTimes && !until.IsCompleted; i++)
        {
            IEnumerable<string> lines = OthersRows(table, random).Select(row =>
                $$"""{"key":{{JsonSerializer.Serialize(row.Key)}},"value":{{row.Value ?? "null"}}}""");
            await worker.TryProduceAsync(Topic, string.Join('\n', lines));
            await Task.WhenAny(until, Task.Delay(random.Next(200)));
        }

        await until;
    }

    /// <summary>Kafka's form: a count, then length and bytes of name and value, all numbers zigzag varints.</summary>
    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> bytes)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        int count = bytes.IsEmpty ? 0 : Number(ref bytes);
        for (; count > 0; count--)
        {
            string name = Text(ref bytes);
            headers[name] = Text(ref bytes);
        }

        return headers;
    }

    private static string Text(ref ReadOnlySpan<byte> bytes)
    {
        int length = Number(ref bytes);
        string text = Encoding.UTF8.GetString(bytes[..length]);
        bytes = bytes[length..];
        return text;
    }

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        uint number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            number |= (uint)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (int)(number >> 1) ^ -(int)(number & 1);
            }
        }
    }
}
