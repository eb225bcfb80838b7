using System.Globalization;
using System.Text;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

/// <summary>Dead letters are retried and dropped, each once.</summary>
public sealed class LetterDeskTests
{
    private const string Dead = "dead";
    private const string Words = "words";

    private static readonly SettleLettersRequest All = new(null, "ana", "the parser is mended");

    private readonly FaultyFileSystem _files = new(tracksCrashes: true);

    [Fact]
    public void A_record_is_tried_again_as_it_was_behind_the_others_of_its_partition()
    {
        using EmbeddedLog log = Open(_files);
        WriteLetters(log);

        SettledLetters settled = Retry(log, new SettleLettersRequest(["1@0"]));

        Assert.Equal(new SettledLetters(Dead, "retried", 1), settled);
        Seen retried = Assert.Single(ReadAll(log, Words));
        Assert.Equal((1, "k1", "bad 1", 1001), (retried.Partition, retried.Key, retried.Value, retried.TimestampMs));
        Assert.Equal(
            ["mine=1", "kappa.failure.topic=words", "kappa.failure.partition=1", "kappa.letter.retries=dead/1@0"],
            retried.Headers);
        Assert.Equal(["0@0", "0@1", "0@2", "1@1"], LetterBook.Read(log, log.Find(Dead)!).Open.Select(p => $"{p}"));
    }

    [Fact]
    public void A_letter_that_is_dropped_goes_nowhere_and_its_note_says_who_has_dropped_it_and_why()
    {
        using EmbeddedLog log = Open(_files);
        WriteLetters(log);

        SettledLetters settled = LetterDesk.Settle(log, Dead, LetterOutcome.Dropped, All, TimeProvider.System);

        Assert.Equal(new SettledLetters(Dead, "dropped", 5), settled);
        Assert.Empty(ReadAll(log, Words));
        Assert.Empty(LetterBook.Read(log, log.Find(Dead)!).Open);
        Seen note = Assert.Single(ReadAll(log, Dead), record => record.Value is null && record.Key == "k1");
        Assert.Equal(
            [
                "kappa.letter.settles=1@0", "kappa.letter.outcome=dropped", "kappa.letter.by=ana",
                "kappa.letter.reason=the parser is mended",
            ],
            note.Headers);
    }

    [Fact]
    public void Whatever_dies_while_letters_are_retried_each_is_in_its_source_once_in_the_end()
    {
        Random random = Seed.Random(out int seed);
        using (EmbeddedLog log = Open(_files))
        {
            WriteLetters(log);
        }

        List<FaultyFileSystem> images = [];
        using (EmbeddedLog log = Open(_files))
        {
            _files.BeforeChange = () =>
            {
                images.Add(_files.Copy());
                images.Add(_files.CrashImage(random));
            };
            Retry(log, All);
            _files.BeforeChange = null;
        }

        int begun = 0;
        foreach (FaultyFileSystem image in images)
        {
            using EmbeddedLog log = Open(image);
            begun += ReadAll(log, Words).Count == 0 ? 1 : 0;
            Assert.Equal(5 - LetterBook.Read(log, log.Find(Dead)!).Open.Count, ReadAll(log, Words).Count);

            Retry(log, All);

            Assert.Equal(
                ["dead/0@0", "dead/0@1", "dead/0@2", "dead/1@0", "dead/1@1"],
                ReadAll(log, Words).Select(record => record.Headers[^1].Split('=')[1]).Order());
        }

        Assert.True(begun > 0 && images.Count > 2, $"KAPPA_SEED={seed}: {images.Count} images, {begun} before it.");
    }

    [Fact]
    public void Who_settles_letters_later_stops_who_has_begun_before()
    {
        using EmbeddedLog log = Open(_files);
        WriteLetters(log);
        using ILogProducer first = log.OpenProducer($"kappa.{Dead}.letters");
        using var buffer = new RecordBuffer();
        buffer.Add(1, false, [], true, "late"u8);
        first.Append(new TopicPartition(Words, 0), buffer);

        Retry(log, All);

        Assert.Equal("KAP2301", Assert.Throws<KappaException>(() => first.Commit()).Code);
        Assert.Equal(5, ReadAll(log, Words).Count);
    }

    [Fact]
    public void A_letter_whose_source_is_gone_cannot_be_retried_and_can_be_dropped()
    {
        using EmbeddedLog log = Open(_files);
        WriteLetters(log);
        log.DeleteTopic(Words);

        KappaException error = Assert.Throws<KappaException>(() => Retry(log, All));

        Assert.Equal(("KAP6224", "kappa dlq drop dead 0@0"), (error.Code, Assert.Single(error.Remedies).Command));
        Assert.Equal(5, LetterBook.Read(log, log.Find(Dead)!).Open.Count);
    }

    [Theory]
    [InlineData("0@9", "KAP6222"), InlineData("7@0", "KAP6222"), InlineData("0", "KAP6221")]
    [InlineData("0@x", "KAP6221"), InlineData(null, "KAP6221"), InlineData("1@1", "KAP6223")]
    public void What_is_no_open_letter_is_refused_and_none_of_the_others_is_settled(string? place, string code)
    {
        using EmbeddedLog log = Open(_files);
        WriteLetters(log);
        Retry(log, new SettleLettersRequest(["1@1"]));

        KappaException error = Assert.Throws<KappaException>(
            () => Retry(log, new SettleLettersRequest(["0@0", place!])));

        Assert.Equal(code, error.Code);
        Assert.Single(ReadAll(log, Words));
    }

    private static EmbeddedLog Open(FaultyFileSystem files) => EmbeddedLog.Open(files, "log");

    private static SettledLetters Retry(EmbeddedLog log, SettleLettersRequest request) =>
        LetterDesk.Settle(log, Dead, LetterOutcome.Retried, request, TimeProvider.System);

    /// <summary>Three letters in the first partition and two in the second, from there.</summary>
    private static void WriteLetters(EmbeddedLog log)
    {
        log.CreateTopic(Words, new TopicSettings { Partitions = 2 });
        log.CreateTopic(Dead, new TopicSettings { Partitions = 2 });
        using ILogProducer producer = log.OpenProducer();
        for (int i = 0; i < 5; i++)
        {
            using var buffer = new RecordBuffer();
            string partition = (i % 2).ToString(CultureInfo.InvariantCulture);
            buffer.Add(
                1000 + i, true, Bytes($"k{i}"), true, Bytes($"bad {i}"), RecordHeaders.Encode(
                [
                    (Bytes("mine"), Bytes($"{i}")), (Bytes("kappa.failure.topic"), Bytes(Words)),
                    (Bytes("kappa.failure.partition"), Bytes(partition)),
                ]));
            producer.Append(new TopicPartition(Dead, i % 2), buffer);
            producer.Commit();
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static List<Seen> ReadAll(EmbeddedLog log, string topic)
    {
        List<Seen> all = [];
        foreach (TopicPartition partition in log.Find(topic)!.ListPartitions())
        {
            using var cursor = new RecordCursor(log.OpenReader(partition, 0));
            while (cursor.MoveNext(long.MaxValue))
            {
                all.Add(new Seen(
                    partition.Partition, Encoding.UTF8.GetString(cursor.Key),
                    cursor.HasValue ? Encoding.UTF8.GetString(cursor.Value) : null, cursor.TimestampMs,
                    [.. RecordHeaders.Read(cursor.Headers).Select(header =>
                        $"{Encoding.UTF8.GetString(header.Name)}={Encoding.UTF8.GetString(header.Value!)}")]));
            }
        }

        return all;
    }

    private sealed record Seen(int Partition, string Key, string? Value, long TimestampMs, string[] Headers);
}
