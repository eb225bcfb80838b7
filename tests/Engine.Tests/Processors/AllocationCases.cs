using System.Globalization;

namespace Kappa.Engine.Tests;

/// <summary>Each operator over numbers, over strings, and over objects that the user made.</summary>
internal static class AllocationCases
{
    private const int Keys = 1_000;
    private static readonly string[] Names =
        [.. Enumerable.Range(0, Keys).Select(key => string.Create(CultureInfo.InvariantCulture, $"key-{key}"))];

    private static readonly (long, long)[] Pair = [(1, 2), (3, 4)];
    private static readonly long[] Two = [1, 2];
    private static readonly TimeWindows Windows = TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(5_000));
    private static readonly JoinWindows Near =
        JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromMilliseconds(Keys / 2));

    public static IReadOnlyDictionary<string, AllocationCase> All { get; } = new Dictionary<string, AllocationCase>
    {
        ["filter, map-values, peek"] = Of((builder, count) => In(builder)
            .Filter((_, value) => value % 3 != 0).MapValues(value => value + 1).Count(count)),
        ["map, select-key"] = Of((builder, count) => In(builder)
            .Map((key, value) => (value, key)).SelectKey((key, value) => key + value).Count(count)),
        ["flat-map, flat-map-values"] = Of((builder, count) => In(builder)
            .FlatMap((_, _) => Pair).FlatMapValues(_ => Two).Count(count)),
        ["split, merge"] = Of((builder, count) =>
        {
            KStream<long, long> stream = In(builder);
            stream.Filter((key, _) => key > 5).Merge(stream.FilterNot((key, _) => key > 7)).Count(count);
        }),
        ["count"] = Of((builder, count) => In(builder).GroupByKey().Count().ToStream().Count(count)),
        ["count by a string"] = new(
            (builder, count) => builder.Stream<string, string>("in").GroupByKey().Count().ToStream().Count(count),
            (harness, number) => harness.Send("in", Names[Key(number)], Names[Key(number / 3)], number)),
        ["count by another string"] = new(
            (builder, count) => builder.Stream<string, string>("in").GroupBy((_, value) => value).Count()
                .ToStream().Count(count),
            (harness, number) => harness.Send("in", Names[Key(number)], Names[Key(number / 3)], number)),
        ["aggregate, reduce"] = Of((builder, count) =>
        {
            KGroupedStream<long, long> grouped = In(builder).GroupByKey();
            grouped.Aggregate(() => 0L, (_, value, total) => total + value).ToStream().Count(count);
            grouped.Reduce((total, value) => Math.Max(total, value)).ToStream().Count(count);
        }),
        ["table, filter, map-values, group-by"] = Of((builder, count) => builder.Table<long, long>("in")
            .Filter((_, value) => value % 5 != 0).MapValues(value => value + 1)
            .GroupBy((key, value) => (key % 10, value))
            .Aggregate(() => 0L, (_, value, total) => total + value, (_, value, total) => total - value)
            .ToStream().Count(count)),
        ["window"] = Of((builder, count) => In(builder).GroupByKey().WindowedBy(Windows)
            .Count().ToStream().Count(count)),
        ["window by a string"] = new(
            (builder, count) => builder.Stream<string, string>("in").GroupByKey().WindowedBy(Windows)
                .Count().ToStream().Count(count),
            (harness, number) => harness.Send("in", Names[Key(number)], Names[Key(number / 3)], number))
        {
            MostBytes = 5, // 2.6 measured; strings that are read again, it seems: not traced.
        },
        ["hopping window"] = Of((builder, count) => In(builder).GroupByKey()
            .WindowedBy(Windows.AdvanceBy(TimeSpan.FromMilliseconds(2_500))).Count().ToStream().Count(count)),
        ["window, when it closes"] = Of((builder, count) => In(builder).GroupByKey().WindowedBy(Windows)
            .WithEmitStrategy(EmitStrategy.OnWindowClose).Count().ToStream().Count(count)),
        ["sliding window"] = Of((builder, count) => In(builder).GroupByKey()
            .WindowedBy(SlidingWindows.OfTimeDifferenceWithNoGrace(TimeSpan.FromMilliseconds(2 * Keys)))
            .Count().ToStream().Count(count)),
        ["session"] = Of((builder, count) => In(builder).GroupByKey()
            .WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMilliseconds(Keys)))
            .Count().ToStream().Count(count)),
        ["suppress until windows close"] = Of((builder, count) => In(builder).GroupByKey().WindowedBy(Windows)
            .Count().Suppress(Suppressed.UntilWindowCloses(BufferConfig.Unbounded())).ToStream().Count(count)),
        ["suppress for a time"] = Of((builder, count) => In(builder).GroupByKey().Count()
            .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(2 * Keys), BufferConfig.Unbounded()))
            .ToStream().Count(count)),
        ["stream-table join"] = Both(
            (builder, count) => In(builder).Join(builder.Table<long, long>("other"), (left, right) => left + right)
                .Count(count)),
        ["table-table join"] = Both(
            (builder, count) => builder.Table<long, long>("in")
                .Join(builder.Table<long, long>("other"), (left, right) => left + right).ToStream().Count(count)),
        ["foreign-key join"] = Both(
            (builder, count) => builder.Table<long, long>("in")
                .Join(builder.Table<long, long>("other"), value => value % Keys, (left, right) => left + right)
                .ToStream().Count(count)) with
        {
            MostBytes = 16, // What a row asks of the other table goes there under a key of its own, 32 bytes.
        },
        ["stream-stream join"] = Both(
            (builder, count) => In(builder)
                .Join(builder.Stream<long, long>("other"), (left, right) => left + right, Near).Count(count)),
        ["stream-stream left join"] = Texts((builder, count) => builder.Stream<long, string>("in")
            .LeftJoin(builder.Stream<long, string>("other"), (left, right) => right ?? left, Near).Count(count)),
        ["stream-stream outer join"] = Texts((builder, count) => builder.Stream<long, string>("in")
            .OuterJoin(builder.Stream<long, string>("other"), (left, right) => right ?? left!, Near).Count(count)) with
        {
            MostBytes = 8, // 4.3 measured; cursors, it seems: not traced.
        },
    };

    private static AllocationCase Of(Action<StreamBuilder, ResultCount> build) => new(
        build, (harness, number) => harness.Send("in", (long)Key(number), number * 7, number));

    private static AllocationCase Both(Action<StreamBuilder, ResultCount> build) => new(
        build,
        (harness, number) => harness.Send(
            number % 2 == 0 ? "in" : "other", (long)Key(number / 2), number, number));

    /// <summary>Streams that match now and then, so that rows wait for what does not come.</summary>
    private static AllocationCase Texts(Action<StreamBuilder, ResultCount> build) => new(
        build,
        (harness, number) => harness.Send(
            number % 3 == 0 ? "in" : "other", (long)Key(number), Names[Key(number / 3)], number));

    private static int Key(long number) => (int)(number * 7 % Keys);

    private static KStream<long, long> In(StreamBuilder builder) => builder.Stream<long, long>("in");

    private static void Count<TKey, TValue>(this KStream<TKey, TValue> stream, ResultCount count) =>
        stream.Peek((_, _) => count.Results++);
}
