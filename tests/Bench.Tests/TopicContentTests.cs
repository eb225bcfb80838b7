using System.Text;
using Kappa.Logs;

namespace Kappa.Bench.Tests;

/// <summary>The judge of the benchmarks of the log must notice what is wrong.</summary>
public sealed class TopicContentTests : IDisposable
{
    private readonly EmbeddedLog _log = EmbeddedLog.Open(new MemoryFileSystem(), "/log");

    public TopicContentTests()
    {
        _log.CreateTopic("t", new TopicSettings());
    }

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData("a b c", "a b c", 0)]
    [InlineData("a b c", "a b", 1)]
    [InlineData("a b", "a b b", 1)]
    [InlineData("a b c", "a c b", 3)] // Their order is wrong, and nobody can say of which.
    [InlineData("a b c", "a b d", 3)]
    public void Records_that_are_missing_or_others_are_counted(string expected, string written, int wrong)
    {
        var content = new TopicContent();
        foreach (string record in expected.Split(' '))
        {
            content.Add(7, Encoding.UTF8.GetBytes(record), Encoding.UTF8.GetBytes("value of " + record));
        }

        using (ILogProducer producer = _log.OpenProducer())
        {
            using var buffer = new RecordBuffer();
            foreach (string record in written.Split(' '))
            {
                buffer.Add(
                    7, true, Encoding.UTF8.GetBytes(record), true, Encoding.UTF8.GetBytes("value of " + record));
            }

            producer.Append(new TopicPartition("t", 0), buffer);
            producer.Commit();
        }

        Assert.Equal(wrong, TopicContent.Wrong(_log, "t", [content]));
    }
}
