using System.Globalization;
using System.Text;

namespace Kappa.Logs.Tests;

/// <summary>Compaction and retention beside commits, readers, and deletions of records and topics.</summary>
public sealed class CleanupConcurrencyTests
{
    private static readonly TopicPartition Planes = new("planes", 0);

    private static readonly EmbeddedLogOptions Small = new()
    {
        SegmentBytes = 4_000,
        IndexIntervalBytes = 500,
        JournalBytes = 20_000,
        CompactionBytes = 2_000,
    };

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Readers_see_every_key_s_last_value_while_segments_are_replaced(bool onDisk)
    {
        using TemporaryDirectory directory = new();
        using EmbeddedLog log = onDisk
            ? EmbeddedLog.Open(
                DiskFileSystem.Instance, directory.Path, Small with { Acknowledge = AcknowledgePolicy.Never })
            : EmbeddedLog.InMemory(Small);
        log.CreateTopic("planes", new TopicSettings { Cleanup = CleanupPolicy.Compact });
        using CancellationTokenSource done = new();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(i => Task.Run(() =>
        {
            int rounds = 0;
            while (rounds < 3 || !done.IsCancellationRequested)
            {
                ReadOnce(log, i == 0 ? 0 : log.Offsets(Planes).LastStable / 2);
                rounds++;
            }
        }))];
        Task cleaning = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                log.CleanUp();
            }
        });
        using (ILogProducer producer = log.OpenProducer("worker"))
        {
            for (int i = 0; i < 1_500; i++)
            {
                Append(producer, i);
            }
        }

        await done.CancelAsync();
        Task all = Task.WhenAll([.. readers, cleaning]);
        await all.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        log.CleanUp();
        ReadOnce(log, 0);
        Assert.InRange(log.Offsets(Planes).Bytes, 1, 30_000);
    }

    [Fact]
    public async Task Topics_and_records_can_be_deleted_beside_a_compaction()
    {
        using EmbeddedLog log = EmbeddedLog.InMemory(Small);
        using CancellationTokenSource done = new();
        Task cleaning = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                log.CleanUp();
            }
        });
        for (int round = 0; round < 20; round++)
        {
            log.CreateTopic("planes", new TopicSettings { Cleanup = CleanupPolicy.Compact });
            using ILogProducer producer = log.OpenProducer();
            for (int i = 0; i < 100; i++)
            {
                Append(producer, i);
                if (i % 20 == 10)
                {
                    log.DeleteRecords(Planes, i - 5);
                }
            }

            Assert.Equal(85, log.Offsets(Planes).Earliest);
            Assert.Equal(99, Enumerable.Last(log.ReadOffsets(Planes, 85)));
            log.DeleteTopic("planes");
        }

        await done.CancelAsync();
        await cleaning.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    // Value number i goes to key i % 40: of any 40 numbers in a row each key has one.
    private static void Append(ILogProducer producer, int number)
    {
        using RecordBuffer buffer = new();
        buffer.Add(1, true, Encoding.UTF8.GetBytes($"{number % 40}"), true, Encoding.UTF8.GetBytes($"{number}"));
        producer.Append(Planes, buffer);
        producer.Commit();
    }

    private static void ReadOnce(EmbeddedLog log, long from)
    {
        long end = log.Offsets(Planes).LastStable;
        Dictionary<int, int> last = [];
        using RecordCursor cursor = new(log.OpenReader(Planes, from));
        long before = -1;
        while (cursor.MoveNext(end))
        {
            Assert.True(cursor.Offset > before);
            before = cursor.Offset;
            int number = int.Parse(Encoding.UTF8.GetString(cursor.Value), CultureInfo.InvariantCulture);
            Assert.Equal($"{number % 40}", Encoding.UTF8.GetString(cursor.Key));
            Assert.Equal(number * 2, cursor.Offset); // Each commit is a record and its marker.
            last[number % 40] = number;
        }

        int newest = (int)(end / 2) - 1;
        for (int number = Math.Max((int)((from + 1) / 2), newest - 39); number <= newest; number++)
        {
            // It may have been superseded after the end was asked for, and then be gone.
            bool isSuperseded = number + 40 < log.Offsets(Planes).LastStable / 2;
            Assert.True(isSuperseded || last.GetValueOrDefault(number % 40, -1) == number, $"{number} is missing");
        }
    }
}
