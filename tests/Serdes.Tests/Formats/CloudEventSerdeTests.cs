using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;

namespace Kappa.Tests;

/// <summary>CloudEvents in structured mode, by the example of their specification.</summary>
public sealed class CloudEventSerdeTests
{
    private static readonly CloudEventSerde<Payment> Serde = new();

    /// <summary>As the JSON format of the specification shows an event, with an extension.</summary>
    [Fact]
    public void An_event_that_others_wrote_is_read_with_its_data_as_the_type_that_it_is()
    {
        CloudEvent read = Serde.Deserialize("""
            {
              "specversion" : "1.0", "type" : "com.example.someevent", "source" : "/mycontext", "id" : "A234-1234-1234",
              "time" : "2018-04-05T17:31:00Z", "comexampleextension1" : "value", "datacontenttype" : "application/json",
              "data" : { "from" : "ana", "cents" : 250 }
            }
            """u8);

        Assert.Equal(
            ("A234-1234-1234", "com.example.someevent", "/mycontext"), (read.Id, read.Type, $"{read.Source}"));
        Assert.Equal(new DateTimeOffset(2018, 4, 5, 17, 31, 0, TimeSpan.Zero), read.Time);
        Assert.Equal("value", read["comexampleextension1"]);
        Assert.Equal(new Payment("ana", 250), read.Data);
    }

    [Fact]
    public void What_is_written_is_one_JSON_object_and_comes_back_with_the_same_bytes()
    {
        Random random = Seed.Random(out int seed);
        for (int round = 0; round < 10_000; round++)
        {
            CloudEvent drawn = Next(random);

            byte[] bytes = Serde.Bytes(drawn);
            CloudEvent back = Serde.Deserialize(bytes);

            using JsonDocument json = JsonDocument.Parse(bytes);
            Assert.Equal("1.0", json.RootElement.GetProperty("specversion").GetString());
            Assert.Equal(drawn.Id, json.RootElement.GetProperty("id").GetString());
            Assert.Equal(drawn.Data, back.Data);
            Assert.True(bytes.AsSpan().SequenceEqual(Serde.Bytes(back)), $"Seed {seed}, round {round}.");
        }
    }

    [Fact]
    public void Every_truncation_is_a_declared_error()
    {
        byte[] whole = Serde.Bytes(Next(new Random(1)));

        Assert.All(
            Enumerable.Range(0, whole.Length), length => Assert.Equal("KAP1101", Serde.Error(whole[..length]).Code));
    }

    [Theory]
    [InlineData("""{"specversion":"0.9","id":"1","type":"t","source":"/s"}""")]
    [InlineData("""{"id":"1","type":"t","source":"/s"}""")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"/s"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"t","source":"/s","time":"yesterday"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","type":"t","source":"/s","data":{"cents":"much"}}""")]
    [InlineData("[]")]
    public void What_is_no_event_is_a_declared_error(string json) =>
        Assert.Equal("KAP1101", Serde.Error(Encoding.UTF8.GetBytes(json)).Code);

    [Fact]
    public void An_event_that_lacks_what_is_required_cannot_be_written()
    {
        KappaException error = Assert.Throws<KappaException>(() => Serde.Bytes(new CloudEvent { Id = "1" }));

        Assert.Equal("KAP1102", error.Code);
    }

    [Fact]
    public void It_is_shown_as_the_JSON_that_it_is()
    {
        CloudEvent drawn = Next(new Random(2));

        Assert.Equal(drawn.Data, Serde.FromJson(Serde.ToJson(drawn)).Data);
    }

    private static CloudEvent Next(Random random) => new()
    {
        Id = $"{random.NextInt64():x}",
        Type = $"shop.{random.Next(5)}",
        Source = new Uri($"/shop/{random.Next(9)}", UriKind.Relative),
        Time = random.Next(2) == 0
            ? null : DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(2_000_000_000_000)),
        Subject = random.Next(2) == 0 ? null : $"order-{random.Next()}",
        DataContentType = "application/json",
        Data = random.Next(8) == 0 ? null : new Payment($"c{random.Next(99)} \u00e4\"", random.NextInt64()),
    };

    internal sealed record Payment(string From, long Cents);
}
