namespace Kappa.Tests;

/// <summary>Keys of every type that has a serde, with those that Equals and the bytes do not agree on.</summary>
internal static class KeySamples
{
    private static readonly DateTimeOffset Noon = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Action<IKeyTest>> ByType = new(StringComparer.Ordinal)
    {
        ["string"] = test => test.Run(Serdes.String, ["", "a", "A", "\u00e9", "e\u0301", "z\0", "10", "9"]),
        ["int"] = test => test.Run(Serdes.Int32, [0, 1, -1, int.MinValue, int.MaxValue]),
        ["long"] = test => test.Run(Serdes.Int64, [0, 1, -1, long.MinValue, long.MaxValue]),
        ["double"] = test => test.Run(Serdes.Double, [0.0, -0.0, 1.5, double.NaN, OtherNaN, double.MinValue]),
        ["Guid"] = test => test.Run(Serdes.Guid, [Guid.Empty, new Guid("00112233-4455-6677-8899-aabbccddeeff")]),
        ["byte[]"] = test => test.Run(Serdes.Bytes, [[], [1], [1, 2], [255], [1, 2, 3, 4, 5, 6, 7, 8, 9]]),
        ["decimal"] = test => test.Run(Serdes.Json<decimal>(), [1m, 1.0m, 1.00m, 0m, 0.0m, -1.5m, 10m]),
        ["float"] = test => test.Run(Serdes.Json<float>(), [0f, -0f, 1.5f, float.MaxValue]),
        ["JSON double"] = test => test.Run(Serdes.Json<double>(), [0.0, -0.0, 1.5]),
        ["bool"] = test => test.Run(Serdes.Json<bool>(), [true, false]),
        ["enum"] = test => test.Run(Serdes.Json<DayOfWeek>(), [DayOfWeek.Monday, DayOfWeek.Friday]),
        ["ulong"] = test => test.Run(Serdes.Json<ulong>(), [0UL, 1UL, ulong.MaxValue]),
        ["DateTime"] = test => test.Run(
            Serdes.Json<DateTime>(), [Noon.UtcDateTime, DateTime.SpecifyKind(Noon.UtcDateTime, default), default]),
        ["DateTimeOffset"] = test => test.Run(
            Serdes.Json<DateTimeOffset>(), [Noon, Noon.ToOffset(TimeSpan.FromHours(2)), Noon.AddTicks(1)]),
        ["TimeSpan"] = test => test.Run(Serdes.Json<TimeSpan>(), [TimeSpan.Zero, TimeSpan.FromTicks(-1)]),
        ["DateOnly"] = test => test.Run(Serdes.Json<DateOnly>(), [DateOnly.MinValue, DateOnly.MaxValue]),
        ["tuple"] = test => test.Run(Serdes.Json<(decimal, string)>(), [(1m, "a"), (1.0m, "a"), (1m, "b")]),
        ["list"] = test => test.Run(Serdes.Json<List<decimal>>(), [[1m], [1m], [1.0m], [1m, 2m]]),
        ["record"] = test => test.Run(
            Serdes.Json<KeyOfParts>(),
            [
                new(1m, Noon, 0.0, [1]), new(1m, Noon, 0.0, [1]), new(1.0m, Noon, 0.0, [1]), new(1m, Noon, -0.0, [1]),
                new(1m, Noon.ToOffset(TimeSpan.FromHours(-3)), 0.0, [1]), new(1m, Noon, 0.0, [1, 2]),
            ]),
    };

    /// <summary>The names of the types.</summary>
    public static IEnumerable<string> Types => ByType.Keys;

    private static double OtherNaN => BitConverter.Int64BitsToDouble(0x7ff8000000000123);

    /// <summary>Runs a test with the keys of a type.</summary>
    public static void Run(string type, IKeyTest test) => ByType[type](test);
}
