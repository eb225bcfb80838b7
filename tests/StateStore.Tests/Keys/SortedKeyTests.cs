using System.Buffers;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>Keys that something follows sort as keys do, and none is the beginning of another one.</summary>
public sealed class SortedKeyTests
{
    private static readonly Dictionary<string, Action<Random>> ByType = new(StringComparer.Ordinal)
    {
        ["string"] = random => Check(random, Serdes.String, Text, string.CompareOrdinal),
        ["int"] = random => Check(random, Serdes.Int32, Int, (x, y) => x.CompareTo(y)),
        ["long"] = random => Check(random, Serdes.Int64, Long, (x, y) => x.CompareTo(y)),
        ["double"] = random => Check(random, Serdes.Double, Double, (x, y) => x.CompareTo(y)),
        ["Guid"] = random => Check(random, Serdes.Guid, NewGuid, (x, y) => x.CompareTo(y)),
        ["byte[]"] = random => Check(random, Serdes.Bytes, Bytes, (x, y) => x.AsSpan().SequenceCompareTo(y)),
        ["int?"] = random => Check(random, Serdes.Nullable(Serdes.Int32), (r, _) => Int(r, 0), (x, y) => Compare(x, y)),
        ["decimal"] = random => Check(random, Serdes.Json<decimal>(), (r, _) => new decimal(Int(r, 0), 0, 0, false, 2)),
        ["JSON string"] = random => Check(random, Serdes.Json<string>(), Text),
        ["record"] = random => Check(
            random, Serdes.Json<KeyOfParts>(),
            (r, _) => new KeyOfParts(r.Next(3), DateTimeOffset.UnixEpoch.AddDays(r.Next(3)), 0.5, [r.Next(3)])),
    };

    public static TheoryData<string> Types => [.. ByType.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Keys_sort_and_end_where_another_part_follows_them(string type) => ByType[type](Seed.Random(out _));

    [Fact]
    public void Windows_of_a_key_do_not_lie_among_those_of_a_longer_one()
    {
        byte[] shortKey = Row(new SortedKey<string>(Serdes.String), "a", long.MaxValue);
        byte[] longKey = Row(new SortedKey<string>(Serdes.String), "a\0", long.MinValue);

        Assert.True(shortKey.AsSpan().SequenceCompareTo(longKey) < 0);
        Assert.Equal("610001FFFFFFFFFFFFFFFF", Convert.ToHexString(shortKey)); // What is on disk stays so.
        Assert.Equal("6100FF00010000000000000000", Convert.ToHexString(longKey));
    }

    [Fact]
    public void A_serde_that_writes_another_length_than_it_says_is_an_error()
    {
        KappaException error = Assert.Throws<KappaException>(
            () => Coded(new SortedKey<int>(new LyingSerde()), 7));

        Assert.Equal(("KAP3006", ExitCodes.Mismatch), (error.Code, error.ExitCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("6161")]
    [InlineData("6100")]
    [InlineData("610002")]
    public void A_row_without_a_key_is_an_error(string row)
    {
        var coding = new SortedKey<string>(Serdes.String);

        KappaException error = Assert.Throws<KappaException>(() => coding.Length(Convert.FromHexString(row)));

        Assert.Equal(("KAP3007", ExitCodes.Mismatch), (error.Code, error.ExitCode));
    }

    private static void Check<TKey>(
        Random random, ISerde<TKey> serde, Func<Random, TKey, TKey> make, Comparison<TKey>? order = null)
    {
        var coding = new SortedKey<TKey>(serde);
        TKey left = make(random, default!);
        for (int pair = 0; pair < Campaign.Choose(20_000, 1_000_000); pair++)
        {
            TKey right = make(random, left); // Often one that begins as the other does.
            (long leftTime, long rightTime) = (Long(random, 0), Long(random, 0));
            (byte[] leftKey, byte[] rightKey) = (Coded(coding, left), Coded(coding, right));
            int expected = order is null ? Plain(serde, left, right) : Math.Sign(order(left, right));
            bool isSame = leftKey.AsSpan().SequenceEqual(rightKey);
            Assert.Equal(expected, Math.Sign(leftKey.AsSpan().SequenceCompareTo(rightKey)));
            Assert.False(!isSame && leftKey.AsSpan().StartsWith(rightKey));
            Assert.False(!isSame && rightKey.AsSpan().StartsWith(leftKey));
            byte[] row = Row(coding, right, rightTime);
            expected = expected == 0 ? Math.Sign(leftTime.CompareTo(rightTime)) : expected;
            Assert.Equal(expected, Math.Sign(Row(coding, left, leftTime).AsSpan().SequenceCompareTo(row)));
            Assert.Equal(rightKey.Length, coding.Length(row));
            Assert.Equal(rightKey, Coded(coding, coding.Read(rightKey)));
            Assert.Equal(rightTime, WindowStart.Read(row.AsSpan(rightKey.Length)).Ms);
            left = right;
        }
    }

    private static int Plain<TKey>(ISerde<TKey> serde, TKey left, TKey right)
    {
        (ArrayBufferWriter<byte> x, ArrayBufferWriter<byte> y) = (new(), new());
        serde.SerializeSorted(left, x);
        serde.SerializeSorted(right, y);
        return Math.Sign(x.WrittenSpan.SequenceCompareTo(y.WrittenSpan));
    }

    private static byte[] Coded<TKey>(SortedKey<TKey> coding, TKey key)
    {
        var writer = new ArrayBufferWriter<byte>();
        coding.Write(key, writer);
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Row<TKey>(SortedKey<TKey> coding, TKey key, long time)
    {
        byte[] row = [.. Coded(coding, key), .. new byte[WindowStart.Bytes]];
        new WindowStart(time).Write(row.AsSpan(row.Length - WindowStart.Bytes));
        return row;
    }

    private static int Compare(int? left, int? right) => left!.Value.CompareTo(right!.Value);

    private static string Text(Random random, string? other)
    {
        const string Letters = "\0\u0001ab~\u00ff"; // In the order of their bytes as in that of their characters.
        var text = new StringBuilder(random.Next(3) == 0 ? "" : other?[..random.Next(other.Length + 1)]);
        for (int more = random.Next(4); more > 0; more--) { text.Append(Letters[random.Next(Letters.Length)]); }
        return text.ToString();
    }

    private static byte[] Bytes(Random random, byte[]? other)
    {
        byte[] more = new byte[random.Next(4)];
        random.NextBytes(more);
        for (int at = 0; at < more.Length; at++)
        {
            more[at] = random.Next(3) == 0 ? more[at] : (byte)(random.Next(3) - 1); // 0, 1 and FF mean something.
        }

        return [.. random.Next(3) == 0 ? [] : other?[..random.Next(other.Length + 1)] ?? [], .. more];
    }

    private static int Int(Random random, int other) => random.Next(4) switch
    {
        0 => other + random.Next(3) - 1,
        1 => random.Next(2) == 0 ? int.MinValue : int.MaxValue,
        _ => (int)random.NextInt64(int.MinValue, 1L + int.MaxValue),
    };

    private static long Long(Random random, long other) => random.Next(4) switch
    {
        0 => other + random.Next(3) - 1,
        1 => random.Next(2) == 0 ? long.MinValue : long.MaxValue,
        _ => random.NextInt64(long.MinValue, long.MaxValue),
    };

    private static double Double(Random random, double other) => random.Next(4) switch
    {
        0 => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(other) + 1) is var next
            && double.IsNaN(next) ? 1 : next == 0 ? 1 : next, // Zeros of two signs are equal, but two keys.
        1 => random.Next(2) == 0 ? double.NegativeInfinity : double.PositiveInfinity,
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)),
    };

    private static Guid NewGuid(Random random, Guid other)
    {
        byte[] bytes = random.Next(2) == 0 ? new byte[16] : other.ToByteArray();
        bytes[random.Next(16)] = (byte)random.Next(256);
        return new Guid(bytes);
    }

    private sealed class LyingSerde : ISerde<int>
    {
        public string Name => "lying";

        public int SortedBytes => 4;

        public void Serialize(int value, IBufferWriter<byte> writer) => writer.Write("abc"u8);

        public int Deserialize(ReadOnlySpan<byte> data) => 0;
    }
}
