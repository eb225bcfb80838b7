using Avro.Generic;
using Avro.IO;

namespace Kappa.Tests;

/// <summary>Avro's bytes, by its specification and by its own library.</summary>
public sealed class AvroSerdeTests
{
    private const int Rounds = 10_000;
    private const StringComparison Exactly = StringComparison.Ordinal;

    private const string Pair = """
        {"type":"record","name":"Pair","fields":[{"name":"a","type":"long"},{"name":"b","type":["null","string"]}]}
        """;

    /// <summary>By hand, from the specification: zigzag varints, lengths before text, branches of unions.</summary>
    [Theory]
    [InlineData(0, null, "0000")]
    [InlineData(-1, "foo", "010206666f6f")]
    [InlineData(64, "", "80010200")]
    [InlineData(-65, "ü", "81010204c3bc")]
    public void Records_are_the_bytes_of_the_specification(long a, string? b, string expected)
    {
        var serde = new AvroSerde<GenericRecord>(Pair);
        var record = new GenericRecord((Avro.RecordSchema)Avro.Schema.Parse(Pair));
        record.Add("a", a);
        record.Add("b", b);

        Assert.Equal(expected, serde.Hex(record));
        Assert.Equal(record, serde.Deserialize(Convert.FromHexString(expected)));
    }

    [Fact]
    public void Blocks_of_arrays_with_their_length_in_bytes_are_read()
    {
        var serde = new AvroSerde<object[]>("""{"type":"array","items":"int"}""");

        // -2 items in 2 bytes, then one item, then the end: the specification's form for readers that skip.
        object[] items = serde.Deserialize([3, 4, 2, 4, 2, 6, 0]);

        Assert.Equal([1, 2, 3], items);
    }

    [Fact]
    public void Random_records_are_the_bytes_of_Avros_own_library_and_come_back()
    {
        Random random = Seed.Random(out int seed);
        var serde = new AvroSerde<GenericRecord>(Readings.Schema);
        var theirs = new GenericDatumWriter<GenericRecord>(Avro.Schema.Parse(Readings.Schema));
        for (int round = 0; round < Rounds; round++)
        {
            GenericRecord record = Readings.Next(random);
            using var stream = new MemoryStream();
            theirs.Write(record, new BinaryEncoder(stream));

            byte[] ours = serde.Bytes(record);

            Assert.True(stream.ToArray().AsSpan().SequenceEqual(ours), $"Seed {seed}, round {round}.");
            Assert.True(
                ours.AsSpan().SequenceEqual(serde.Bytes(serde.Deserialize(ours))), $"Seed {seed}, round {round}.");
        }
    }

    [Fact]
    public void Every_truncation_and_every_byte_too_much_is_a_declared_error()
    {
        Random random = Seed.Random(out int seed);
        var serde = new AvroSerde<GenericRecord>(Readings.Schema);
        for (int round = 0; round < 100; round++)
        {
            byte[] whole = serde.Bytes(Readings.Next(random));
            for (int length = 0; length < whole.Length; length++)
            {
                string code = serde.Error(whole[..length]).Code;
                Assert.True(code == "KAP1101", $"Seed {seed}, round {round}, {length} bytes: {code}.");
            }

            Assert.Contains("1 bytes are left over", serde.Error([.. whole, 0]).Message, Exactly);
        }
    }

    [Fact]
    public void Random_bytes_are_a_value_or_a_declared_error()
    {
        Random random = Seed.Random(out _);
        var serde = new AvroSerde<GenericRecord>(Readings.Schema);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] whole = serde.Bytes(Readings.Next(random));
            whole[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));

            try
            {
                serde.Deserialize(whole);
            }
            catch (KappaException error)
            {
                Assert.Equal("KAP1101", error.Code);
            }
        }
    }

    [Fact]
    public void A_length_that_cannot_be_allocates_nothing()
    {
        var serde = new AvroSerde<byte[]>("\"bytes\"");
        byte[] claims = [0xfe, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3]; // 2,147,483,647 bytes.

        Assert.Contains("2147483647 bytes should follow", serde.Error(claims).Message, Exactly);
    }

    [Fact]
    public void A_value_is_shown_as_JSON_and_read_from_it()
    {
        var serde = new AvroSerde<GenericRecord>(Pair);
        GenericRecord record = serde.Deserialize([1, 2, 6, .. "foo"u8]);

        string json = serde.ToJson(record);

        Assert.Equal("""{"a":-1,"b":{"string":"foo"}}""", json);
        Assert.Equal(record, serde.FromJson(json));
    }

    /// <summary>The library itself allocates some bytes a value, whatever it writes to and reads from.</summary>
    [Fact]
    public void Writing_and_reading_allocate_no_more_than_the_library_does_over_streams_that_stay()
    {
        var serde = new AvroSerde<byte[]>("\"bytes\"");
        var schema = Avro.Schema.Parse("\"bytes\"");
        var stream = new MemoryStream(1 << 20);
        (BinaryEncoder encoder, BinaryDecoder decoder) = (new(stream), new(stream));
        var theirWriter = new GenericDatumWriter<byte[]>(schema);
        var theirReader = new GenericDatumReader<byte[]>(schema, schema);
        byte[] value = new byte[100];
        var writer = new System.Buffers.ArrayBufferWriter<byte>(1 << 20);

        long theirs = Allocated(() =>
        {
            stream.Position = 0;
            theirWriter.Write(value, encoder);
            stream.Position = 0;
            theirReader.Read(null!, decoder);
        });
        long ours = Allocated(() =>
        {
            writer.ResetWrittenCount();
            serde.Serialize(value, writer);
            serde.Deserialize(writer.WrittenSpan);
        });

        Assert.InRange(ours, 128_000, theirs + 999); // An array of 100 bytes, with its header, and at most theirs.
    }

    [Theory]
    [InlineData("{")]
    [InlineData("\"no-such-type\"")]
    public void Text_that_is_no_schema_is_refused_when_the_topology_is_built(string schema)
    {
        KappaException error = Assert.Throws<KappaException>(() => new AvroSerde<GenericRecord>(schema));

        Assert.Equal("KAP1107", error.Code);
    }

    [Fact]
    public void A_type_without_a_schema_is_refused() =>
        Assert.Equal("KAP1107", Assert.Throws<KappaException>(() => new AvroSerde<GenericRecord>()).Code);

    [Fact]
    public void A_class_with_its_schema_needs_no_other()
    {
        var serde = new AvroSerde<Click>();

        Assert.Equal("066f6e650e", serde.Hex(new Click { Page = "one", At = 7 }));
        Assert.Equal(7, serde.Deserialize([6, .. "one"u8, 14]).At);
        Assert.Equal("avro(Click)", serde.Name);
    }

    /// <summary>Bytes for 1,000 times; tiered compilation may allocate some on this thread too.</summary>
    private static long Allocated(Action once)
    {
        once();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            once();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
