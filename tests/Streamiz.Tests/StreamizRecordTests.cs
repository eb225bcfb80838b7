using System.Text;
using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.StreamizHosting.Tests;

/// <summary>What Streamiz is told of a record beside its key and value.</summary>
public sealed class StreamizRecordTests
{
    [Fact]
    public void A_record_has_the_offset_and_the_headers_of_its_source()
    {
        using EmbeddedLog log = TestLog.With(("left", 2));
        log.Append("left", 0, ("k", "other", 0));
        log.Append("left", 1, ("k", "first", 1));
        using (ILogProducer producer = log.OpenProducer())
        using (var buffer = new RecordBuffer())
        {
            buffer.Add(2, true, "k"u8, true, "second"u8, [4, 2, (byte)'a', 2, (byte)'1', 2, (byte)'a', 2, (byte)'2']);
            producer.Append(new TopicPartition("left", 1), buffer);
            producer.Commit();
        }

        using (StreamEngine engine = StreamEngine.Open(
            LambdaTopology.Of(streamiz => streamiz.Stream<string, string>("left")
                .MapValues((_, value, record) =>
                    $"{value} {record.Topic} {record.Offset} {record.Headers.Count} " +
                    (record.Headers.TryGetLastBytes("a", out byte[] last) ? Encoding.UTF8.GetString(last) : "-"))
                .To(LambdaTopology.Output)),
            log))
        {
            engine.RunToEnd();
        }

        Assert.Equal(
            ["other left 0 0 -", "first left 0 0 -", "second left 1 2 2"],
            log.Values(LambdaTopology.Output).OrderBy(value => value[0] switch { 'o' => 0, 'f' => 1, _ => 2 }));
    }
}
