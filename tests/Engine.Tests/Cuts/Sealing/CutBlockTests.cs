namespace Kappa.Engine.Tests;

/// <summary>Sealed blocks of the cut log (protocols.md 5).</summary>
public sealed class CutBlockTests
{
    [Fact]
    public void Records_of_every_kind_come_back_byte_for_byte_whatever_they_say()
    {
        foreach (int seed in Seeds.For(200))
        {
            Seeds.Run(seed, random =>
            {
                List<(long Offset, byte[] Value)> records = RandomCutLog.Records(random, random.Next(1, 400));
                int first = 0;
                var state = new CutState();
                long start = 0;
                while (first < records.Count)
                {
                    int count = random.Next(1, records.Count - first + 1);
                    CutBlockWriter writer = Fill(state, start, records.GetRange(first, count));

                    CutBlock block = Read(writer);

                    int carried = block.IndexOf(start);
                    Assert.Equal(count, block.Count - carried);
                    for (int i = 0; i < count; i++)
                    {
                        Assert.Equal(records[first + i].Offset, block.OffsetOf(carried + i));
                        Assert.Equal(records[first + i].Value, block.ValueOf(carried + i).ToArray());
                    }

                    AssertSame(state, block.Before);
                    AssertSame(writer.State, block.After);
                    (state, start, first) = (writer.State, writer.End, first + count);
                }
            });
        }
    }

    [Fact]
    public void A_block_begins_with_the_sources_and_the_cutovers_before_it_so_that_they_outlive_earlier_blocks()
    {
        byte[] sources = RandomCutLog.Sources(("in", 2));
        byte[] wider = RandomCutLog.Sources(("in", 2), ("more", 1));
        byte[] cutover = new CutoverRecord(CutoverStep.Switched, 1, 1, 1, 2, 1).Encode();
        CutBlockWriter first = Fill(
            new CutState(), 0, [(0, sources), (2, RandomCutLog.Cut(1, (0, 5))), (4, cutover), (6, wider)]);

        CutBlock second = Read(Fill(first.State, first.End, [(8, RandomCutLog.Cut(2, (2, 7)))]));

        Assert.Equal(
            [(4, cutover), (6, wider), (8, RandomCutLog.Cut(2, (2, 7)))],
            Enumerable.Range(0, second.Count).Select(i => (second.OffsetOf(i), second.ValueOf(i).ToArray())));
        Assert.Equal([5, 0, 0], second.Before.AllEnds);
        Assert.Equal([5, 0, 7], second.After.AllEnds);
        Assert.Equal((0, 2, 2), (second.IndexOf(7 - 1), second.IndexOf(7), second.IndexOf(8)));
    }

    [Fact]
    public void The_cuts_behind_the_past_of_an_added_source_go_on_where_it_ends()
    {
        var past = new SourceHistory(new SourceTopic("more", 1), 1, [3]);
        past.Add(50, [9]);
        var writer = new ByteWriter();
        CutCodec.WriteHistory(writer, past, 0, 1);
        (long, byte[])[] records =
        [
            (0, RandomCutLog.Sources(("in", 1))), (1, RandomCutLog.Cut(1, (0, 5))),
            (3, RandomCutLog.Sources(("in", 1), ("more", 1))), (4, writer.Written.ToArray()),
            (6, RandomCutLog.Cut(2, (1, 2))),
        ];

        Assert.Equal([5, 11], Read(Fill(new CutState(), 0, records)).After.AllEnds);
    }

    [Fact]
    public void A_block_as_it_is_on_disk_can_still_be_read()
    {
        // Made by the first version of the format.
        byte[] golden = Convert.FromHexString(GoldenBlock);

        CutBlock block = CutBlockCodec.Read(golden, "golden");

        Assert.Equal(new CutBlockHeader(0, 7, 0, 3), block.Header);
        Assert.Equal(
            [
                RandomCutLog.Sources(("in", 2)), RandomCutLog.OldCut(1, (0, 5)),
                RandomCutLog.OldCut(2, (0, 1), (1, 300)),
                RandomCutLog.OldCut(3),
            ],
            Enumerable.Range(0, block.Count).Select(i => block.ValueOf(i).ToArray()));
        Assert.Equal([0, 2, 4, 6], Enumerable.Range(0, block.Count).Select(block.OffsetOf));
        Assert.Equal((new Cut(3, 30, 27), 6L, 300L), (block.After.Cut, block.After.EndOf(0), block.After.EndOf(1)));
    }

    [Fact]
    public void Damage_is_refused_and_never_taken_for_other_cuts_without_bounds()
    {
        List<(long, byte[])> records = RandomCutLog.Records(new Random(3), 60);
        var writer = new ByteWriter();
        Fill(new CutState(), 0, records).Write(writer);
        byte[] whole = writer.Written.ToArray();
        (int refused, int cut) = (0, 0);
        foreach (int at in Campaign.Positions(whole.Length, 100))
        {
            cut++;
            refused += IsRefused(whole.AsSpan(0, at)) ? 1 : 0;
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] flipped = [.. whole];
                flipped[at] ^= (byte)(1 << bit);
                IsRefused(flipped); // The batch has a checksum: here it is enough that nothing else is thrown.
            }
        }

        Assert.Equal(cut, refused);
    }

    [Fact]
    public void A_codec_of_the_future_is_refused()
    {
        byte[] block = Convert.FromHexString(GoldenBlock);
        byte[] codec = [.. block];
        codec[1] = 2;
        block[0] = CutBlockCodec.Version + 1;

        Assert.Equal("KAP5104", Assert.Throws<KappaException>(() => CutBlockCodec.Read(block, "b")).Code);
        Assert.Equal("KAP5104", Assert.Throws<KappaException>(() => CutBlockCodec.Read(codec, "b")).Code);
    }

    private const string GoldenBlock =
        "0101000700034C1B4B000004549D4ED26953A59102C24E8ED101E06F4BB0994823092016FC354155" +
        "253749EA600931B00ED3DD3323032C7DDEB2FCBC06";

    private static bool IsRefused(ReadOnlySpan<byte> data)
    {
        try
        {
            CutBlockCodec.Read(data, "damaged");
            return false;
        }
        catch (KappaException error)
        {
            Assert.Contains(error.Code, (string[])["KAP5103", "KAP5104"]);
            return true;
        }
    }

    private static CutBlockWriter Fill(CutState before, long start, IEnumerable<(long Offset, byte[] Value)> records)
    {
        var writer = new CutBlockWriter(before, start);
        foreach ((long offset, byte[] value) in records)
        {
            writer.Add(offset, value);
        }

        return writer;
    }

    private static CutBlock Read(CutBlockWriter block)
    {
        var writer = new ByteWriter();
        block.Write(writer);
        CutBlockHeader header = CutBlockCodec.ReadHeader(writer.Written, "block");
        CutBlock read = CutBlockCodec.Read(writer.Written, "block");
        Assert.Equal(header, read.Header);
        Assert.Equal(block.End, header.End);
        return read;
    }

    private static void AssertSame(CutState expected, CutState found)
    {
        Assert.Equal(expected.Cut, found.Cut);
        Assert.Equal(expected.Ends, found.Ends);
        Assert.Equal(expected.Sources?.Topics ?? [], found.Sources?.Topics ?? []);
        Assert.Equal(
            expected.Carried.Select(record => $"{record.Offset} {Convert.ToHexString(record.Value)}"),
            found.Carried.Select(record => $"{record.Offset} {Convert.ToHexString(record.Value)}"));
    }
}
