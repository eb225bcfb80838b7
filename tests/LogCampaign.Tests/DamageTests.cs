using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.LogCampaign.Tests;

/// <summary>Every byte of a segment of 64 KB and of the files beside it flipped, and every length cut.</summary>
public sealed class DamageTests
{
    private const string Segment = "log/t-0/00000000000000000000.log";
    private const int SegmentBytes = 64 << 10;

    private static readonly TopicPartition Partition = new("t", 0);
    private static readonly EmbeddedLogOptions Options = new() { IndexIntervalBytes = 600 };

    [Fact]
    public void A_flip_in_any_byte_of_a_segment_is_refused_with_file_byte_and_offset()
    {
        Random random = Seed.Random(out int seed);
        FaultyFileSystem files = ClosedLog(CleanupPolicy.Keep, out List<string> written);
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Options);
        Assert.Equal(written, Read(log));
        using IFile file = files.Open(Segment);
        Assert.True(file.Length >= SegmentBytes);
        byte[] one = new byte[1];
        for (int at = 0; at < file.Length; at++)
        {
            file.Read(one, at);
            byte good = one[0];
            one[0] ^= (byte)(at % 2 == 0 ? 1 << random.Next(8) : random.Next(1, 256));
            file.Write(one, at);

            KappaException error = Assert.Throws<KappaException>(() => Scan(log));

            Assert.True(error.Code == "KAP2201", $"byte {at}, KAPPA_SEED={seed}: {error.Message}");
            Assert.Contains($"{Segment} is damaged at byte ", error.Message, StringComparison.Ordinal);
            Assert.Contains("(offset ", error.Message, StringComparison.Ordinal);
            one[0] = good;
            file.Write(one, at);
        }

        Assert.Equal(written, Read(log));
    }

    [Fact]
    public void A_segment_cut_at_any_length_is_refused_at_the_start_with_the_byte()
    {
        FaultyFileSystem files = ClosedLog(CleanupPolicy.Keep, out _);
        string journal = "log/journal/" + files.List("log/journal").Single();
        byte[] records = ReadFile(files, journal);
        int used = Array.FindLastIndex(records, value => value != 0) + 64;
        Replace(files, journal, records[..Math.Min(used, records.Length)]); // Zeros ahead only cost each start time.
        using IFile file = files.Open(Segment);
        for (long length = file.Length - 1; length >= 0; length--)
        {
            file.SetLength(length);

            KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files, "log", Options));

            Assert.Equal("KAP2201", error.Code);
            Assert.Contains($"{Segment} is damaged at byte {length} ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".index"), InlineData(".timeindex")]
    public void An_index_that_is_flipped_or_cut_anywhere_is_built_again_and_said_to_be(string suffix)
    {
        FaultyFileSystem files = ClosedLog(CleanupPolicy.Keep, out List<string> written);
        string path = Path.ChangeExtension(Segment, suffix);
        byte[] good = ReadFile(files, path);
        Assert.True(good.Length > 200, $"{good.Length} bytes");
        foreach (byte[] bad in Damages(good))
        {
            Replace(files, path, bad);
            List<string> notices = [];
            using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log", Options with { Notice = notices.Add });
            int last = written.Count - 1;

            Assert.Equal(last, log.OffsetAt(Partition, last));
            Assert.Equal([written[last]], Read(log, last));
            Assert.Equal([$"The index {path} is damaged or does not fit its segment. It is built again from the " +
                "segment, which has all that it says; nothing is lost."], notices);
        }
    }

    [Theory]
    [InlineData("log/topics/t", "KAP2203 KAP2201 KAP2001"), InlineData("log/format", "KAP2001")]
    public void Metadata_that_is_flipped_or_cut_anywhere_is_refused_with_the_file(string path, string codes)
    {
        FaultyFileSystem files = ClosedLog(CleanupPolicy.Keep, out _);
        byte[] good = ReadFile(files, path);
        foreach (byte[] bad in Damages(good))
        {
            if (Encoding.UTF8.GetString(bad).TrimEnd('\n') == Encoding.UTF8.GetString(good).TrimEnd('\n'))
            {
                continue; // Without its last line end the format says what it said.
            }

            Replace(files, path, bad);

            KappaException error = Assert.Throws<KappaException>(() => EmbeddedLog.Open(files.Copy(), "log", Options));

            Assert.Contains(error.Code, codes, StringComparison.Ordinal);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_compaction_file_that_is_flipped_or_cut_anywhere_gives_up_the_tombstones_and_nothing_else()
    {
        FaultyFileSystem files = ClosedLog(CleanupPolicy.Compact, out _);
        const string path = "log/t-0/compaction";
        byte[] good = ReadFile(files, path);
        List<string> expected;
        long closed;
        using (EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log", Options))
        {
            expected = Read(log);
            closed = log.Offsets(Partition).LastStable;
        }

        foreach (byte[] bad in Damages(good))
        {
            Replace(files, path, bad);
            using EmbeddedLog log = EmbeddedLog.Open(files.Copy(), "log", Options);

            Assert.Equal(expected, Read(log));
            Assert.Equal(closed, log.Offsets(Partition).TombstonesFrom);
            log.CleanUp();
            Assert.Equal(expected, Read(log));
        }
    }

    [Fact]
    public void A_journal_that_is_flipped_or_cut_anywhere_shows_the_first_commits_or_is_refused()
    {
        FaultyFileSystem files = new();
        EmbeddedLog log = EmbeddedLog.Open(files, "log", Options);
        log.CreateTopic("t", new TopicSettings());
        List<string> written = Append(log, "p", commits: 12, bytes: 60);
        string path = "log/journal/" + files.List("log/journal").Single();
        byte[] good = ReadFile(files, path);
        good = good[..(Array.FindLastIndex(good, value => value != 0) + 1)];
        int refused = 0;
        int shorter = 0;
        foreach (byte[] bad in Damages(good))
        {
            FaultyFileSystem copy = files.Copy();
            Replace(copy, path, bad);
            try
            {
                using EmbeddedLog damaged = EmbeddedLog.Open(copy, "log", Options);
                List<string> shown = Read(damaged);
                Assert.Equal(written.Take(shown.Count), shown);
                shorter++;
            }
            catch (KappaException error)
            {
                Assert.True(error.Code is "KAP2201" or "KAP2202", error.Message);
                Assert.Contains("log/journal", error.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Lane.Say($"{good.Length} bytes: {refused} refused, {shorter} taken for a torn tail");
        Assert.True(refused > good.Length / 2);
    }

    /// <summary>One flip in each byte, then each shorter length.</summary>
    private static IEnumerable<byte[]> Damages(byte[] good)
    {
        for (int at = 0; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 << (at % 8));
            yield return bad;
        }

        for (int length = 0; length < good.Length; length++)
        {
            yield return good[..length];
        }
    }

    private static FaultyFileSystem ClosedLog(CleanupPolicy cleanup, out List<string> written)
    {
        FaultyFileSystem files = new();
        using EmbeddedLog log = EmbeddedLog.Open(files, "log", Options with { CompactionBytes = 0 });
        log.CreateTopic("t", new TopicSettings { Cleanup = cleanup });
        written = Append(log, null, commits: 300, bytes: 150);
        if (cleanup == CleanupPolicy.Compact)
        {
            log.CleanUp();
        }

        return files;
    }

    private static List<string> Append(EmbeddedLog log, string? id, int commits, int bytes)
    {
        using ILogProducer producer = log.OpenProducer(id);
        List<string> written = [];
        for (int i = 0; i < commits; i++)
        {
            string value = i.ToString(CultureInfo.InvariantCulture).PadRight(bytes);
            using RecordBuffer buffer = new();
            buffer.Add(i, true, [(byte)(i % 50)], true, Encoding.ASCII.GetBytes(value));
            producer.Append(Partition, buffer);
            producer.Commit();
            written.Add(value);
        }

        return written;
    }

    private static List<string> Read(EmbeddedLog log, long from = 0)
    {
        using RecordCursor cursor = new(log.OpenReader(Partition, from));
        List<string> values = [];
        while (cursor.MoveNext(long.MaxValue))
        {
            values.Add(Encoding.ASCII.GetString(cursor.Value));
        }

        return values;
    }

    private static void Scan(EmbeddedLog log)
    {
        using RecordCursor cursor = new(log.OpenReader(Partition, 0));
        while (cursor.MoveNext(long.MaxValue))
        {
        }
    }

    private static byte[] ReadFile(FaultyFileSystem files, string path)
    {
        using IFile file = files.Open(path);
        byte[] bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    private static void Replace(FaultyFileSystem files, string path, byte[] bytes)
    {
        using IFile file = files.Open(path);
        file.SetLength(0);
        file.Write(bytes, 0);
    }
}
