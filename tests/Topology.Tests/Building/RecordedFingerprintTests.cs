using Kappa.Graph;

namespace Kappa.Topologies.Tests;

/// <summary>
/// Fingerprints of each kind of operator as they were registered: a topology that did not change keeps its own.
/// </summary>
public sealed class RecordedFingerprintTests
{
    private static readonly Dictionary<string, (Action<StreamBuilder> Describe, string Fingerprint)> Recorded = new()
    {
        ["stream"] = (
            builder => builder.Stream<string, long>("in"),
            "6d6e3b41d43cc40436cb9a51fd49ad445e24612ac5addbd3f06379171b79780e"),
        ["table"] = (
            builder => builder.Table<string, long>("in", materialized: Materialized.As("rows")),
            "8bdc8634f03ff52737bedc61cad7ed5b9008cdbab897dcdbb7b84c4d69db9bcd"),
        ["debezium"] = (
            builder => builder.DebeziumTable<string, string>("captured"),
            "29892ef2d5a40e82c64353bb4a4c86a74962e1a521797e0e47f861557d91bb58"),
        ["captured-table"] = (
            builder => builder.DebeziumTable<string, string>("captured", materialized: Materialized.As("rows")),
            "9c9759a3359f3359b9d19b688401c875d6cd3d8dd8bbb4a8934975d4da707612"),
        ["newer-rows"] = (
            builder => builder.DebeziumTable<string, string>("captured", "snapshots"),
            "d2a98ca0a74b76361199b6a85b575bc1e15c9a795dc3d693cdbd59ca494e7a34"),
        ["filter"] = (
            builder => builder.Stream<string, long>("in").Filter((_, _) => true).FilterNot((_, _) => true),
            "ce8ca1defa51e411319aac843b0e26db055280144f1784e8aec2ffdcea0f5844"),
        ["map-values"] = (
            builder => builder.Stream<string, long>("in").MapValues(value => value),
            "99551369678e3a4e3f15d4d863d0fbed1cedffad676a20cac207a2967ea55f2e"),
        ["select-key"] = (
            builder => builder.Stream<string, long>("in").SelectKey((_, value) => value),
            "e2fbacd7df1d9249b710d2c3e9a23c9ee7e1136a8f2035af37bf3bfacf35d662"),
        ["exchange"] = (
            builder => builder.Stream<string, long>("in").SelectKey((_, value) => value).GroupByKey().Count(),
            "09020b16dd3cf8d80b4c1263b3678cf2931217c17b66595ae18596a6c72ea70e"),
        ["count"] = (
            builder => builder.Stream<string, long>("in").GroupByKey().Count(),
            "474b3277998ef80d779abf44e045f2605e108b34a0249fa9696420d8049e6757"),
        ["aggregate"] = (
            builder => builder.Stream<string, long>("in").GroupByKey()
                .Aggregate(() => 0L, (_, value, total) => value + total, Materialized.As("totals")),
            "06a02845a9fc56d6bd8bc352528cb102f138d5e04911e070b0854cb4f911d760"),
        ["stream-table-join"] = (
            builder =>
            {
                KTable<string, string> rows = builder.Table<string, string>("rows").Filter((_, _) => true);
                builder.Stream<string, string>("in").LeftJoin(rows, (value, row) => value + row).To("out");
            },
            "8bfc1aa20ff4c84e2c4e38abaec3228b29fac6b71152bb4480c4e1fabd2a886a"),
        ["stream-table-join, waiting"] = (
            builder => builder.Stream<string, string>("in").Join(
                builder.Table<string, string>(
                    "rows", null, Materialized.AsVersioned("versions", TimeSpan.FromMinutes(5))),
                (value, row) => value + row, Joined.As("held").WithGracePeriod(TimeSpan.FromMinutes(1))).To("out"),
            "de7c3970fd0e7c592b822f0722965336d5a6961d4606fbcc91c3c183df61705e"),
        ["map"] = (
            builder => builder.Stream<string, long>("in").Map((key, value) => (value, key)),
            "b0257a1ba2e3610dc7ddec7eaec425acbb10711df501ad53b31f221132aa5725"),
        ["flat-map"] = (
            builder => builder.Stream<string, long>("in").FlatMap((key, value) => new[] { (value, key) }),
            "f0a98c8481c1ca339a3555a77791478a3aa6dc77f7a34d784c37db3ccca3e44e"),
        ["flat-map-values"] = (
            builder => builder.Stream<string, long>("in").FlatMapValues(value => new[] { value }),
            "4bf4f614f10780c38dc21ecc1fabaf4bb0067aab7debc76e5a50db21fdd10154"),
        ["peek"] = (
            builder => builder.Stream<string, long>("in").Peek((_, _) => { }),
            "d3689df5e9f133c1f4edea77aa5e08a77f05ebc9fbb944afca37ec419f5f1d53"),
        ["merge"] = (
            builder => builder.Stream<string, long>("in").Merge(builder.Stream<string, long>("other")),
            "da38aef308314b877c234f946965178dd142bf5526822957b17830186815cd34"),
        ["split"] = (
            builder =>
            {
                IReadOnlyDictionary<string, KStream<string, long>> branches = builder.Stream<string, long>("in")
                    .Split().Branch((_, value) => value > 9, "large").DefaultBranch("small");
                branches["large"].Filter((_, _) => true).To("out");
                branches["small"].Merge(branches["large"]).To("all");
            },
            "3565b8c3d8d7d770ec8bbef22e9a4f7d3103495bb36ae7fc3109c0e33a8c283b"),
        ["table-table-join"] = (
            builder =>
            {
                KTable<string, string> left = builder.Table<string, string>("left").MapValues(value => value);
                left.Join(left, (one, other) => one + other).Join(left, (one, other) => one + other);
            },
            "bc3d3c85c942af927634b731783c877c457955c048e00594f434fc2a0bfd4cbc"),
        ["foreign-key-subscribe"] = (
            builder => builder.Table<string, string>("left").Join(
                builder.Table<string, string>("right"), row => row, (one, other) => one + other),
            "57c380dcc7889a3f1207275356f20e45deb2d9f45f7708a3cbaf1f9f350be69b"),
        ["foreign-key-join"] = (
            builder =>
            {
                KTable<string, string> table = builder.Table<string, string>("in");
                table.LeftJoin(table, (key, _) => key, (one, other) => one + other, Materialized.As("joined"));
            },
            "3b86241d7bc349efd85fa28a5253443d79c79591aff8a15b68ec03de2c734d2c"),
        ["foreign-key-result"] = (
            builder => builder.Table<string, string>("left").Join(
                builder.Table<long, string>("right"), row => (long)row.Length, (one, other) => one + other)
                .ToStream().To("out"),
            "7a8c5b839820a4708bcbdad61b0ef33f5f625f08cc994c3d094053b0b17a1b0d"),
        ["global-table"] = (
            builder => builder.GlobalTable<string, long>("in", materialized: Materialized.As("rows")),
            "97bf4570fd1cf309fc6909c6209aad62fed8e8650f779064cd5fcb30cc270244"),
        ["global-join"] = (
            builder => builder.Stream<string, string>("in").LeftJoin(
                builder.GlobalTable<string, string>("rows"), (_, value) => value, (value, row) => value + row)
                .To("out"),
            "13ee8ea81e095029d4d0729a396e4a5ac7f3a99141ca0cb7620a4c5c7bb0d0b3"),
        ["table-filter"] = (
            builder => builder.Table<string, long>("in").Filter((_, _) => true, Materialized.As("kept")),
            "7bc6f4ab3751c7096990b8b497ff87844e9549ec1bda47193e4dfdd523853982"),
        ["table-map-values"] = (
            builder => builder.Table<string, long>("in").MapValues(value => $"{value}"),
            "03c2ab9d8433a5f06f1691aff9b559aaed8cae10398782a1dd27eba59446158f"),
        ["to-stream"] = (
            builder => builder.Table<string, long>("in").ToStream(),
            "40e6bf50d94b0588418166031d6fe7cb741d71abf77fe9cb2f25d62c3de669ec"),
        ["to-table"] = (
            builder => builder.Stream<string, long>("in").ToTable(Materialized.As("kept")),
            "0bd6324723ecd7985f6b1a16326c06130b128f4f828b8b9dd93656dbf8874330"),
        ["table-group-by"] = (
            builder => builder.Table<string, long>("in").GroupBy((key, value) => (value, key)),
            "193ac933f5e7302e59a90e7c4ea03eb3ff729d41e9d6763e0ab88229df1d5e65"),
        ["table-count"] = (
            builder => builder.Table<string, long>("in").GroupBy((key, value) => (value, key)).Count(),
            "5c5bde81cde92c3f5ccbff9e95bf0aab354823e3e589ffdd82c23ff3921718d7"),
        ["table-reduce"] = (
            builder => builder.Table<string, long>("in").GroupBy((key, value) => (key, value))
                .Reduce((total, value) => total + value, (total, value) => total - value, Materialized.As("sums")),
            "8b002a6bad6dcc8a65253db0d312c8d32a12ce9d6aeca66837ba40b8cd2ad3bf"),
        ["table-aggregate"] = (
            builder => builder.Table<string, long>("in").GroupBy((key, value) => (value, key)).Aggregate(
                () => 0, (_, _, total) => total + 1, (_, _, total) => total - 1, Materialized.As("totals")),
            "f45640088b5deefa2c369256b54edea9b5de0607d554fdb33ade957dc0b493ba"),
        ["process"] = (
            builder => builder.AddStateStore(Stores.KeyValue<string, long>("mine"))
                .Stream<string, long>("in").Process(() => new Own(), "mine"),
            "d1e64ab50e23f14647e1c4e36087bdfdd2d5424262010f96dc7ec9c55e1c70ac"),
        ["process-values"] = (
            builder => builder.Stream<string, long>("in").ProcessValues(() => new OwnValues()),
            "319bc14c0f508341b4e90e3961f5eff225d8210ed160de6aeb0a0c3fa1e0e310"),
        ["window-count"] = (
            builder => builder.Stream<string, long>("in").GroupByKey()
                .WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMinutes(5))).Count(),
            "6145cd0edef17d8c6cb972d5e114acc2b9dc20909b98963b9fd0b226f1b847aa"),
        ["window-aggregate"] = (
            builder => builder.Stream<string, long>("in").GroupByKey()
                .WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1))
                    .AdvanceBy(TimeSpan.FromMinutes(1)))
                .WithEmitStrategy(EmitStrategy.OnWindowClose)
                .Aggregate(() => 0L, (_, value, total) => value + total, Materialized.As("totals")),
            "3f7abea7bfbba7d355333415bc93bebb38e39ef4e7733c5c81802c2051ee86ba"),
        ["stream-stream-join"] = (
            builder => builder.Stream<string, string>("in").OuterJoin(
                builder.Stream<string, string>("other"), (left, right) => left + right,
                JoinWindows.OfTimeDifferenceAndGrace(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1))
                    .Before(TimeSpan.Zero),
                StreamJoined.As("pairs")).To("out"),
            "44a8c8490d7586df5c57e426c06646d9ffd2e2d003cf547bd2852e805046e935"),
        ["reduce"] = (
            builder => builder.Stream<string, long>("in").GroupByKey().Reduce((total, value) => total + value),
            "78c020d9b1dc8c3c352b2f8efb5f960437054dc9ef97c0212f8f013d9bef8487"),
        ["cogroup"] = (
            builder => Cogrouped(builder).Aggregate(() => 0L, Materialized.As("totals")),
            "6f7d1a550c13c69bacb30f01e6d89660a435104811296b871c5fa03a67e9599a"),
        ["window-cogroup-aggregate"] = (
            builder => Cogrouped(builder).WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMinutes(5)))
                .Aggregate(() => 0L),
            "5a944d017c49d6a0ce84a7ccc5d4972112ae6e92e6b326d19e40abee1a03e2e6"),
        ["sliding-aggregate"] = (
            builder => builder.Stream<string, long>("in").GroupByKey()
                .WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1)))
                .Aggregate(() => 0L, (_, value, total) => value + total, Materialized.As("totals")),
            "d17940151164d1fe81e270b53af20a8d836ce743c672e6ed891b9d65186210c0"),
        ["session-count"] = (
            builder => builder.Stream<string, long>("in").GroupByKey()
                .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMinutes(5)))
                .WithEmitStrategy(EmitStrategy.OnWindowClose).Count(),
            "ceb616bf937f11395430f95bdaede4395adce80456bab57b9cacbe69ee2f6b41"),
        ["suppress"] = (
            builder => builder.Table<string, long>("in")
                .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMinutes(5), BufferConfig.MaxRecords(1_000))),
            "946f751eb858d2009e8260040ad7d943ada8e00502f4221bfccbf161b8db6971"),
        ["foreach"] = (
            builder => builder.Stream<string, long>("in").Foreach((_, _) => { }),
            "08a4f6caec542fa8544cb2f41bd2c2b05ea008fb152a2e03a4e95aeea27ee42b"),
        ["print"] = (
            builder => builder.Stream<string, long>("in").Print(),
            "ad671011fa700ab72522b3e529c0a5a445b7234fec30c99bd175725389f3571b"),
        ["route"] = (
            builder => builder.Stream<string, long>("in").To((_, _) => "large", ["small", "large"]),
            "2bfefd291445bbdc0c23c712236e123f4bcf47a6ecb7c71722c967fa22f73681"),
        ["exchange, own partitioner"] = (
            builder => builder.Stream<string, long>("in").Repartition(
                Repartitioned.As("spread").WithStreamPartitioner<string, long>((_, _, _, _) => 0)),
            "ff43aa32b75da4c8e25781f51373a17ee3713e7d74237c226e3094960e5584cd"),
        ["stream-output, own partitioner"] = (
            builder => builder.Stream<string, long>("in").To(
                "out", Produced.StreamPartitioner<string, long>((_, _, _, _) => 0)),
            "c6839e107cf0b0ea11da47d6803dee143724657bc701d83ee0e0a1c949475468"),
        ["stream, own times"] = (
            builder => builder.Stream(
                "in", Consumed.WithTimestampExtractor<string, long>((_, value, _) => value, InvalidTimestamp.Skip)),
            "366efb9a54c61dc80ae8341a9f79c989173af4030f811b531fd0fbdb31ee06eb"),
        ["table, own times"] = (
            builder => builder.Table(
                "in", Consumed.WithTimestampExtractor<string, long>(
                    (_, value, _) => value, InvalidTimestamp.UsePartitionTime)),
            "afc4ca650fc49c5866f2f6ea2aae83ccf245b94ed15a9bfbfc624817cb251f5a"),
        ["timestamp"] = (
            builder => builder.Stream<string, long>("in").WithRecordTimestamp((_, value) => value),
            "8ded31b169965c684572320410667a9bfa0263a6a87bf79c7708926e68763e03"),
        ["drop-duplicates"] = (
            builder => builder.Stream<string, long>("in")
                .DropDuplicates((_, value) => value, TimeSpan.FromMinutes(5), Materialized.As("seen")),
            "b5f2c754bc08eaaac99d6ff2d67a18490a0655ed315c75a171c57c32f08e4bfa"),
        ["unlimited-count"] = (
            builder => builder.Stream<string, long>("in").GroupByKey().WindowedBy(UnlimitedWindows.Of()).Count(),
            "87647a8ae666960e929166609de937af04b20727574bd7c8d5441b1eefd6c7ed"),
        ["stream-output"] = (
            builder => builder.Stream<string, long>("in").To("out"),
            "8c027a6804c35663dbbae8252562de1bb5d994168309e7a400da9214957c80ae"),
        ["table-output"] = (
            builder => builder.Table<string, long>("in").ToStream().To("out"),
            "0e382049f5afd7f3df8f12e960226d7bff8334a42f3ddc5fc06964fa2a67861f"),
    };

    public static TheoryData<string> Kinds => [.. Recorded.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_registered_topology_keeps_its_fingerprint(string kind)
    {
        (Action<StreamBuilder> describe, string fingerprint) = Recorded[kind];

        Topology topology = Described.Build(describe);

        Assert.Contains(kind.Split(',')[0], topology.Graph.Nodes.Select(node => node.Kind));
        Assert.True(fingerprint == topology.Fingerprint, $"{kind} has {topology.Fingerprint}");
    }

    private static CogroupedKStream<string, long> Cogrouped(StreamBuilder builder) =>
        builder.Stream<string, long>("in").GroupByKey().Cogroup<long>((_, value, total) => total + value)
            .Cogroup(builder.Stream<string, long>("other").GroupByKey(), (_, value, total) => total - value);

    [Fact]
    public void Every_kind_of_operator_has_a_recorded_fingerprint()
    {
        Type[] recorded = [.. Recorded.Values
            .SelectMany(topology => Described.Build(topology.Describe).Graph.Nodes)
            .Select(node => node.GetType().GetGenericTypeDefinition()).Distinct()];

        Type[] all = [.. typeof(Node).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Node)) && !type.IsAbstract)];

        Assert.Empty(all.Except(recorded).Select(type => type.Name));
    }

    private sealed class Own : IProcessor<string, long, string, long>
    {
        public void Process(in Record<string, long> record)
        {
        }
    }

    private sealed class OwnValues : IFixedKeyProcessor<string, long, long>
    {
        public void Process(in FixedKeyRecord<string, long> record)
        {
        }
    }
}
