using System.Buffers;
using System.Text;

namespace Kappa.Tests;

public sealed class SerdeRoundTripTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void Random_numbers_and_Guids_come_back()
    {
        Random random = Seed.Fixed();
        byte[] bytes = new byte[16];
        for (int round = 0; round < Rounds; round++)
        {
            random.NextBytes(bytes);
            long number = BitConverter.ToInt64(bytes);

            Comes(Serdes.Int32, (int)number);
            Comes(Serdes.Int64, number);
            Comes(Serdes.Double, BitConverter.Int64BitsToDouble(number));
            Comes(Serdes.Guid, new Guid(bytes));
            Comes(Serdes.SByte, (sbyte)number);
            Comes(Serdes.Byte, (byte)number);
            Comes(Serdes.Int16, (short)number);
            Comes(Serdes.UInt16, (ushort)number);
            Comes(Serdes.UInt32, (uint)number);
            Comes(Serdes.UInt64, (ulong)number);
            Comes(Serdes.Int128, new Int128((ulong)number, BitConverter.ToUInt64(bytes, 8)));
            Comes(Serdes.UInt128, new UInt128((ulong)number, BitConverter.ToUInt64(bytes, 8)));
            Comes(Serdes.Half, BitConverter.Int16BitsToHalf((short)number));
            Comes(Serdes.Single, BitConverter.Int32BitsToSingle((int)number));
            Comes(Serdes.Boolean, number < 0);
        }
    }

    [Fact]
    public void Random_dates_times_and_decimals_come_back_bit_by_bit()
    {
        Random random = Seed.Fixed();
        for (int round = 0; round < Rounds; round++)
        {
            long ticks = random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay);
            var at = new DateTimeOffset(ticks, TimeSpan.FromMinutes(random.Next(-14 * 60, 14 * 60)));
            var number = new decimal(
                random.Next(int.MinValue, int.MaxValue), random.Next(int.MinValue, int.MaxValue),
                random.Next(int.MinValue, int.MaxValue), random.Next(2) == 0, (byte)random.Next(29));
            DateTime time = new(ticks, (DateTimeKind)random.Next(2));

            Comes(Serdes.DateTimeOffset, at);
            Assert.Equal(at.Offset, Serdes.DateTimeOffset.Deserialize(Serdes.DateTimeOffset.Bytes(at)).Offset);
            Comes(Serdes.DateTime, time);
            Assert.Equal(time.Kind, Serdes.DateTime.Deserialize(Serdes.DateTime.Bytes(time)).Kind);
            Comes(Serdes.DateOnly, DateOnly.FromDateTime(time));
            Comes(Serdes.TimeOnly, TimeOnly.FromDateTime(time));
            Comes(Serdes.TimeSpan, TimeSpan.FromTicks(-ticks));
            Comes(Serdes.Decimal, number);
            Assert.Equal(
                decimal.GetBits(number), decimal.GetBits(Serdes.Decimal.Deserialize(Serdes.Decimal.Bytes(number))));
        }
    }

    [Fact]
    public void Values_that_are_shown_as_JSON_are_read_from_it()
    {
        Shown(Serdes.Decimal, 1.50m, "1.50");
        Shown(Serdes.Boolean, true, "true");
        Shown(Serdes.UInt64, ulong.MaxValue, "18446744073709551615");
        Shown(Serdes.Double, double.NaN, "\"NaN\"");
        Shown(Serdes.DateOnly, new DateOnly(2026, 11, 30), "\"2026-11-30\"");
        Shown(Serdes.TimeOnly, new TimeOnly(9, 30), "\"09:30:00.0000000\"");
        Shown(Serdes.TimeSpan, TimeSpan.FromMinutes(90), "\"01:30:00\"");
        Shown(
            Serdes.DateTime, new DateTime(2026, 11, 30, 9, 30, 0, DateTimeKind.Utc),
            "\"2026-11-30T09:30:00.0000000Z\"");
        Shown(
            Serdes.DateTimeOffset, new DateTimeOffset(2026, 11, 30, 9, 30, 0, TimeSpan.FromHours(1)),
            "\"2026-11-30T09:30:00.0000000+01:00\"");
    }

    [Fact]
    public void Random_text_comes_back_also_when_it_repeats()
    {
        Random random = Seed.Fixed();
        var said = new List<string> { "" };
        for (int round = 0; round < Rounds; round++)
        {
            string text = random.Next(3) == 0 ? said[random.Next(said.Count)] : Text(random);
            said.Add(text);

            Comes(Serdes.String, text);
        }
    }

    [Fact]
    public void Short_text_that_repeats_is_not_allocated_again()
    {
        byte[] key = "LAX"u8.ToArray();
        string first = Serdes.String.Deserialize(key);

        string second = Serdes.String.Deserialize(key);

        Assert.Same(first, second);
    }

    [Fact]
    public async Task Text_is_decoded_on_many_threads_at_once()
    {
        byte[][] keys = [.. Enumerable.Range(0, 5_000).Select(i => Encoding.UTF8.GetBytes($"key-{i}"))];

        Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < keys.Length; i++)
            {
                Assert.Equal($"key-{i}", Serdes.String.Deserialize(keys[i]));
            }
        }))];

        await Task.WhenAll(readers);
    }

    [Fact]
    public void Json_writer_is_good_again_after_a_value_that_cannot_be_written()
    {
        ISerde<double> serde = Serdes.Json<double>();

        KappaException error = Assert.Throws<KappaException>(() => serde.Bytes(double.NaN));

        Assert.Equal("KAP1102", error.Code);
        Assert.Equal("1.5"u8.ToArray(), serde.Bytes(1.5));
    }

    [Fact]
    public void Writing_JSON_allocates_nothing_once_the_thread_has_its_writer()
    {
        ISerde<Sample> serde = Serdes.Json(SerdeJson.Default.Sample);
        var value = new Sample(7, "Bern");
        var writer = new ArrayBufferWriter<byte>(1 << 20);
        Write(serde, value, writer);
        writer.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Write(serde, value, writer);

        // Less than a byte a value: tiered compilation may allocate on this thread, the serde may not.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    private static void Write(ISerde<Sample> serde, Sample value, ArrayBufferWriter<byte> writer)
    {
        for (int i = 0; i < 1_000; i++)
        {
            serde.Serialize(value, writer);
        }
    }

    private static void Shown<T>(ISerde<T> serde, T value, string json)
    {
        var form = (IJsonForm<T>)serde;

        Assert.Equal(json, form.ToJson(value));
        Assert.Equal(value, form.FromJson(json));
    }

    private static void Comes<T>(ISerde<T> serde, T value)
    {
        Assert.Equal(value, serde.Deserialize(serde.Bytes(value)));
        Assert.Equal(value, serde.DeserializeSorted(serde.SortedBytes(value)));
    }

    /// <summary>Up to 40 characters: mostly ASCII, sometimes of two, three and four bytes.</summary>
    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int length = random.Next(40); length > 0; length--)
        {
            Rune rune = random.Next(20) switch
            {
                0 => new Rune(random.Next(0x80, 0x800)),
                1 => new Rune(random.Next(0x800, 0xd800)),
                2 => new Rune(random.Next(0x10000, 0x110000)),
                _ => new Rune(random.Next(0, 0x80)),
            };
            text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
