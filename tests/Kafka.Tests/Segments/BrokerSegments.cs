using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>A broker of its own whose partitions were written in every way that shows in a segment file.</summary>
/// <remarks>With KAPPA_KEEP_SEGMENTS the files are copied there: tests/Log.Tests/Golden has them from it.</remarks>
public sealed class BrokerSegments : IDisposable
{
    public const long FirstTimestamp = 1_000_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lazy<LocalCluster> _cluster;
    private readonly List<IDisposable> _open = [];

    public BrokerSegments() => _cluster = new Lazy<LocalCluster>(Start);

    /// <summary>Looks at the files of a topic's only partition.</summary>
    public PartitionDirectory Open(string topic) =>
        PartitionDirectory.Open(DiskFileSystem.Instance, Path.Combine(_cluster.Value.Data, $"{topic}-0"));

    public void Dispose()
    {
        _open.ForEach(producer => producer.Dispose());
        if (_cluster.IsValueCreated)
        {
            _cluster.Value.Dispose();
        }
    }

    private LocalCluster Start()
    {
        LocalCluster cluster = LocalCluster.StartOwn();
        try
        {
            WriteCodecs(cluster);
            WriteTransactions(cluster.Bootstrap);
            WriteCompacted(cluster);
            WriteAppendTime(cluster.Bootstrap);
            WriteStartInTheMiddle(cluster.Bootstrap);
            WriteSecondEpoch(cluster);
            Keep(cluster.Data);
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Four records a codec by librdkafka, then four by the Java client.</summary>
    private static void WriteCodecs(LocalCluster cluster)
    {
        Create(cluster.Bootstrap, "codecs");
        int next = 0;
        foreach (Confluent.Kafka.CompressionType codec in Enum.GetValues<Confluent.Kafka.CompressionType>())
        {
            using IProducer<string, string> producer = Producer(cluster.Bootstrap, codec: codec);
            Produce(producer, "codecs", Enumerable.Range(next, 4));
            next += 4;
        }

        foreach (string codec in new[] { "gzip", "snappy", "lz4", "zstd" })
        {
            string lines = string.Concat(Enumerable.Range(next, 4).Select(i => $"{Key(i)}\t{Value(i)}\n"));
            RunProducer(cluster.Bootstrap, "codecs", codec, lines);
            next += 4;
        }
    }

    /// <summary>
    /// Two transactions side by side, one of them aborted; records of none; an aborted one; an open one, and more.
    /// </summary>
    private void WriteTransactions(string bootstrap)
    {
        Create(bootstrap, "transactions");
        IProducer<string, string> first = Producer(bootstrap, "first");
        IProducer<string, string> second = Producer(bootstrap, "second");
        IProducer<string, string> third = Producer(bootstrap, "third");
        IProducer<string, string> plain = Producer(bootstrap);
        _open.AddRange([first, second, third, plain]);
        first.BeginTransaction();
        second.BeginTransaction();
        Produce(first, "transactions", [0, 1]);
        Produce(second, "transactions", [2, 3]);
        Produce(first, "transactions", [4]);
        first.CommitTransaction();
        Produce(plain, "transactions", [5]);
        Produce(second, "transactions", [6]);
        second.AbortTransaction();
        first.BeginTransaction();
        Produce(first, "transactions", [7]);
        first.AbortTransaction();
        first.BeginTransaction();
        Produce(first, "transactions", [8]);
        first.CommitTransaction();
        third.BeginTransaction();
        Produce(third, "transactions", [9]);
        Produce(plain, "transactions", [10]);
    }

    private static void WriteCompacted(LocalCluster cluster)
    {
        Create(cluster.Bootstrap, "compacted", new Dictionary<string, string>
        {
            ["cleanup.policy"] = "compact",
            ["min.cleanable.dirty.ratio"] = "0.01",
            ["segment.ms"] = "1000",
        });
        FileInfo file = new(Path.Combine(cluster.Data, "compacted-0", "00000000000000000000.log"));
        long before;
        using (IProducer<string, string> producer = Producer(
            cluster.Bootstrap, codec: Confluent.Kafka.CompressionType.Lz4))
        {
            Produce(producer, "compacted", [0, 1, 2, 3], i => i < 3 ? "a" : "b");
            Produce(producer, "compacted", [4, 5], i => i == 4 ? "a" : "c");
            producer.Produce("compacted", Message(6, "c", null));
            producer.Flush(Patience);
            before = file.Length; // The cleaner leaves an open segment alone: from the next record on it may be faster.
            producer.Produce("compacted", Message(1_000_000, "z", "begins a new segment"));
            producer.Flush(Patience);
        }

        Assert.True(SpinWait.SpinUntil(() => IsShorter(file, before), Patience), "The cleaner has not compacted.");
    }

    private static bool IsShorter(FileInfo file, long bytes)
    {
        file.Refresh();
        return file.Exists && file.Length < bytes; // While it is replaced it is not there.
    }

    private static void WriteAppendTime(string bootstrap)
    {
        Create(bootstrap, "times", new Dictionary<string, string> { ["message.timestamp.type"] = "LogAppendTime" });
        using IProducer<string, string> producer = Producer(bootstrap);
        Produce(producer, "times", [0, 1, 2]);
    }

    private static void WriteStartInTheMiddle(string bootstrap)
    {
        Create(bootstrap, "started");
        using IProducer<string, string> producer = Producer(bootstrap);
        Produce(producer, "started", Enumerable.Range(0, 6));
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        admin.DeleteRecordsAsync([new TopicPartitionOffset("started", 0, 4)]).Wait();
    }

    /// <summary>A leader that was restarted writes its epoch into the batches.</summary>
    private static void WriteSecondEpoch(LocalCluster cluster)
    {
        cluster.Stop();
        cluster.Restart();
        using IProducer<string, string> producer = Producer(cluster.Bootstrap);
        Produce(producer, "started", [6, 7]);
    }

    private static void Create(string bootstrap, string topic, Dictionary<string, string>? configs = null)
    {
        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        admin.CreateTopicsAsync([new TopicSpecification
        {
            Name = topic,
            NumPartitions = 1,
            ReplicationFactor = 1,
            Configs = new Dictionary<string, string>(configs ?? [])
            {
                ["segment.ms"] = configs?.GetValueOrDefault("segment.ms") ?? $"{long.MaxValue}", // One file a topic.
            },
        }]).Wait();
    }

    private static IProducer<string, string> Producer(
        string bootstrap, string? transactionalId = null,
        Confluent.Kafka.CompressionType codec = Confluent.Kafka.CompressionType.None)
    {
        IProducer<string, string> producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            TransactionalId = transactionalId,
            EnableIdempotence = true,
            CompressionType = codec,
            LingerMs = 2_000, // What is produced together becomes one batch, also on a busy machine.
        }).Build();
        if (transactionalId is not null)
        {
            producer.InitTransactions(Patience);
        }

        return producer;
    }

    private static void Produce(
        IProducer<string, string> producer, string topic, IEnumerable<int> numbers, Func<int, string>? key = null)
    {
        foreach (int number in numbers)
        {
            producer.Produce(topic, Message(number, key is null ? Key(number) : key(number), Value(number)));
        }

        Assert.Equal(0, producer.Flush(Patience));
    }

    private static Message<string, string> Message(int number, string key, string? value) => new()
    {
        Key = key,
        Value = value!,
        Timestamp = new Timestamp(FirstTimestamp + number, TimestampType.CreateTime),
        Headers = number % 2 == 0 ? null : [new Header("n", Encoding.UTF8.GetBytes($"{number}"))],
    };

    internal static string Key(int number) => number.ToString("D3", CultureInfo.InvariantCulture);

    /// <summary>Text that a codec makes smaller.</summary>
    internal static string Value(int number) => string.Concat(Enumerable.Repeat($"flight {number} is late; ", 6));

    private static void RunProducer(string bootstrap, string topic, string codec, string lines)
    {
        string[] arguments =
        [
            "run", "produce", "--bootstrap-server", bootstrap, "--topic", topic, "--compression-codec", codec,
            "--property", "parse.key=true", "--command-property", "linger.ms=200",
        ];
        using Process process = Process.Start(new ProcessStartInfo(KafkaTool.Find()!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(lines);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }

    private static void Keep(string data)
    {
        if (Environment.GetEnvironmentVariable("KAPPA_KEEP_SEGMENTS") is { Length: > 0 } target)
        {
            foreach (string directory in Directory.GetDirectories(data, "*-0").Where(path => !path.Contains("__")))
            {
                string topic = Path.GetFileName(directory)[..^2];
                File.Copy(Directory.GetFiles(directory, "*.log").Order().First(), Path.Combine(
                    target, $"broker-{topic}.log"), overwrite: true);
            }
        }
    }
}
