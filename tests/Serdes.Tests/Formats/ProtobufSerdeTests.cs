using Google.Protobuf;
using Kappa.Tests.Messages;

namespace Kappa.Tests;

/// <summary>Protobuf's bytes, by its specification and by Google's library.</summary>
public sealed class ProtobufSerdeTests
{
    private const int Rounds = 10_000;
    private static readonly ProtobufSerde<Reading> Serde = new();

    /// <summary>By hand, from the specification: field number and wire type, varints, zigzag, packed numbers.</summary>
    [Fact]
    public void Messages_are_the_bytes_of_the_specification()
    {
        var reading = new Reading
        {
            Sensor = "s1",
            At = 300,
            Value = 1.5,
            Raw = { -1, 1 },
            Place = new() { Floor = 3 },
        };

        Assert.Equal(
            "0a027331" + "10ac02" + "19000000000000f83f" + "22020102" + "2a020803", Serde.Hex(reading));
        Assert.Equal(reading, Serde.Deserialize(Serde.Bytes(reading)));
    }

    [Fact]
    public void Random_messages_are_the_bytes_of_Googles_library_and_come_back()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < Rounds; round++)
        {
            Reading reading = Next(random);

            byte[] ours = Serde.Bytes(reading);

            Assert.True(reading.ToByteArray().AsSpan().SequenceEqual(ours), $"Seed {seed}, round {round}.");
            Assert.True(reading.Equals(Serde.Deserialize(ours)), $"Seed {seed}, round {round}.");
        }
    }

    /// <summary>Protobuf has no end mark: what ends between two fields is a message with fewer of them.</summary>
    [Fact]
    public void A_truncation_is_a_declared_error_or_a_message_of_whole_fields()
    {
        byte[] whole = Serde.Bytes(
            new Reading { Sensor = "s1", At = 300, Value = 1.5, Raw = { -1, 1 }, Place = new() { Floor = 3 } });
        int[] ends = [0, 4, 7, 16, 20, 24];

        Assert.All(Enumerable.Range(0, whole.Length).Except(ends), length =>
            Assert.Equal("KAP1101", Serde.Error(whole[..length]).Code));
        Assert.All(ends, length => Assert.NotNull(Serde.Deserialize(whole.AsSpan(0, length))));
    }

    [Fact]
    public void A_message_is_shown_as_JSON_and_read_from_it()
    {
        string json = Serde.ToJson(new Reading { Sensor = "s1", At = 7 });

        Assert.Equal("""{ "sensor": "s1", "at": "7" }""", json);
        Assert.Equal(7, Serde.FromJson(json).At);
    }

    private static Reading Next(Random random)
    {
        var reading = new Reading
        {
            Sensor = $"sensor-{random.Next(1_000)}",
            At = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
            Value = random.NextDouble(),
        };
        reading.Raw.AddRange(Enumerable.Range(0, random.Next(50)).Select(_ => random.Next(int.MinValue, int.MaxValue)));
        reading.Place = random.Next(2) == 0 ? null : new() { Floor = random.Next() };
        return reading;
    }
}
