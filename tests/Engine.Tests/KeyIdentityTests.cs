using System.Buffers;
using System.Text;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// Two keys are one where their bytes are, whatever Equals says: in stores, exchanges and topics, live, replayed and
/// after restarts, as in a model that knows bytes only.
/// </summary>
public sealed class KeyIdentityTests
{
    public static TheoryData<string> Types => [.. KeySamples.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Live_its_replay_and_restarts_are_those_of_a_model_by_bytes(string type)
    {
        foreach (int seed in Seeds.For(1))
        {
            Seeds.Run(seed, random => KeySamples.Run(type, new AgainstAModel(random, partitions: 1, rowChars: 40)));
            Seeds.Run(seed, random => KeySamples.Run(type, new AgainstAModel(random, partitions: 3, rowChars: 40)));
        }
    }

    [Theory]
    [InlineData("decimal")]
    [InlineData("record")]
    public void Rows_that_do_not_fit_the_cache_are_those_of_a_model_by_bytes(string type)
    {
        foreach (int seed in Seeds.For(1))
        {
            Seeds.Run(seed, random => KeySamples.Run(type, new AgainstAModel(random, partitions: 1, rowChars: 80_000)));
        }
    }

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var writer = new ArrayBufferWriter<byte>();
        write(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static string HexOf(string text) => Hex(Encoding.UTF8.GetBytes(text));

    private sealed class AgainstAModel(Random random, int partitions, int rowChars) : IKeyTest
    {
        private const int Rounds = 3;
        private const int Records = 40;

        private readonly SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> _counts = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> _totals = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> _published = new(StringComparer.Ordinal);
        private readonly Dictionary<string, (long Count, string Text)> _folded = [];
        private long _timestampMs = 1_000_000;

        public void Run<TKey>(ISerde<TKey> serde, TKey[] keys)
            where TKey : notnull
        {
            using EmbeddedLog log = TestLog.With(("table", partitions), ("stream", partitions));
            Topology topology = Build(serde);
            string live = "";
            for (int round = 0; round < Rounds; round++)
            {
                Feed(log, serde, keys);
                live = RunTo(log, topology, new LiveRole());
            }

            string followed = RunTo(log, topology, new CopyRole("follow."));

            Assert.Equal(Model(), live);
            Assert.Equal(live, followed);
            string published = string.Join(Environment.NewLine, _published.Select(row => $"{row.Key} {row.Value}"));
            Assert.Equal(published, Observed.LastValues(log, "totals-out"));
            Assert.Equal(published, Observed.LastValues(log, "follow.totals-out"));
        }

        private Topology Build<TKey>(ISerde<TKey> serde)
            where TKey : notnull
        {
            var builder = new StreamBuilder();
            KStream<TKey, string> stream = builder.Stream("stream", Consumed.With(serde, Serdes.String));
            builder.Table("table", Consumed.With(serde, Serdes.String), Materialized.As("rows"));
            stream.GroupByKey()
                .Aggregate(() => "", (_, value, total) => Last(total + value), Materialized.As("totals"))
                .ToStream().To("totals-out");
            stream.GroupBy((key, _) => key, Grouped.With(serde, Serdes.String))
                .Count(Materialized.As("counts"));
            return builder.Build("identity");
        }

        private string Last(string total) => total.Length > rowChars ? total[^rowChars..] : total;

        private void Feed<TKey>(EmbeddedLog log, ISerde<TKey> serde, TKey[] keys)
            where TKey : notnull
        {
            using ILogProducer producer = log.OpenProducer();
            for (int record = 0; record < Records; record++)
            {
                TKey key = keys[random.Next(keys.Length)];
                byte[] sent = Bytes(writer => serde.Serialize(key, writer));
                string stored = Hex(Bytes(writer => serde.SerializeSorted(key, writer)));
                string value = $"{(char)('a' + random.Next(26))}{record}".PadRight(rowChars / 2);
                bool isTable = random.Next(2) == 0;
                bool isDeletion = isTable && random.Next(4) == 0;
                using var buffer = new RecordBuffer();
                buffer.Add(++_timestampMs, true, sent, !isDeletion, isDeletion ? [] : Encoding.UTF8.GetBytes(value));
                int partition = KeyPartitioner.Partition(sent, partitions);
                producer.Append(new TopicPartition(isTable ? "table" : "stream", partition), buffer);
                producer.Commit();
                Expect(stored, Hex(sent), value, isTable, isDeletion);
            }
        }

        private void Expect(string stored, string sent, string value, bool isTable, bool isDeletion)
        {
            if (isDeletion)
            {
                _rows.Remove(stored);
            }
            else if (isTable)
            {
                _rows[stored] = $"{HexOf(value)} {_timestampMs}";
            }
            else
            {
                (long count, string text) = _folded.GetValueOrDefault(stored, (0, ""));
                _folded[stored] = (count, text) = (count + 1, Last(text + value));
                _counts[stored] = $"{count:X16} {_timestampMs}";
                _totals[stored] = _published[sent] = $"{HexOf(text)} {_timestampMs}";
            }
        }

        /// <summary>Runs to the end, with other commits than before, and starts again after some of them.</summary>
        private string RunTo(EmbeddedLog log, Topology topology, EngineRole role)
        {
            while (true)
            {
                using StreamEngine engine = StreamEngine.Open(topology, log, new EngineSettings
                {
                    Role = role,
                    Instance = role is LiveRole ? 1 : 2,
                    Threads = 1,
                    Limits = new()
                    {
                        RunRecords = random.Next(1, 80),
                        SliceRecords = random.Next(1, 40),
                        CacheBytes = 1 << 20,
                    },
                });
                for (int runs = random.Next(1, 6); runs > 0; runs--)
                {
                    if (!engine.RunOnce())
                    {
                        return Observed.Stores(engine);
                    }
                }
            }
        }

        private string Model()
        {
            var text = new StringBuilder();
            foreach ((string store, SortedDictionary<string, string> rows) in
                new[] { ("counts", _counts), ("rows", _rows), ("totals", _totals) })
            {
                text.AppendLine($"store {store}");
                foreach ((string key, string row) in rows)
                {
                    text.AppendLine($"{key} {row}");
                }
            }

            return text.ToString();
        }
    }
}
