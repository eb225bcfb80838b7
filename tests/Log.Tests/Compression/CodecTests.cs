using System.IO.Compression;

namespace Kappa.Logs.Tests;

/// <summary>Decompression of frames that others wrote, whole, damaged and made to harm.</summary>
public sealed class CodecTests
{
    private static readonly (string File, int Codec)[] Frames =
    [
        ("lz4-independent.bin", Codecs.Lz4),
        ("lz4-linked.bin", Codecs.Lz4),
        ("lz4-checksums.bin", Codecs.Lz4),
        ("lz4-high.bin", Codecs.Lz4),
        ("zstd-checksum.bin", Codecs.Zstd),
        ("zstd-window.bin", Codecs.Zstd),
        ("gzip.bin", Codecs.Gzip),
    ];

    public static TheoryData<string, int> All { get; } = new(Frames);

    /// <summary>Those whose content has a checksum: no flip may come out as wrong data.</summary>
    public static TheoryData<string, int> Checked { get; } =
        new(Frames.Where(frame => frame.File != "lz4-independent.bin"));

    [Theory]
    [MemberData(nameof(All))]
    public void Frames_of_the_reference_tools_are_read(string file, int codec)
    {
        byte[]? content = CompressedBatch.Decompress(codec, GoldenFile.Read(file), out string? flaw);

        Assert.Null(flaw);
        Assert.Equal(CompressedBatch.Text, content);
    }

    [Fact]
    public void A_block_that_is_not_compressed_is_read()
    {
        byte[]? content = CompressedBatch.Decompress(Codecs.Lz4, GoldenFile.Read("lz4-raw.bin"), out _);

        Assert.Equal(CompressedBatch.Noise(), content);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_frame_cut_short_anywhere_is_refused(string file, int codec)
    {
        byte[] frame = GoldenFile.Read(file);

        foreach (int length in Campaign.Positions(frame.Length, 150))
        {
            Assert.Null(CompressedBatch.Decompress(codec, frame.AsSpan(0, length), out string? flaw));
            Assert.NotNull(flaw);
        }
    }

    [Theory]
    [MemberData(nameof(Checked))]
    public void A_flip_of_any_bit_of_a_checked_frame_is_refused_or_harmless(string file, int codec)
    {
        byte[] frame = GoldenFile.Read(file);
        (int refused, int tried) = (0, 0);
        foreach (int bit in Campaign.Positions(frame.Length * 8, 500))
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));

            byte[]? content = CompressedBatch.Decompress(codec, frame, out string? flaw);

            Assert.True(content is null ? flaw is not null : content.AsSpan().SequenceEqual(CompressedBatch.Text));
            refused += content is null ? 1 : 0;
            tried++;
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.InRange(refused, tried / 2, tried); // Harmless: gzip's times, for one.
    }

    [Fact]
    public void Anything_follows_no_frame()
    {
        byte[] frame = GoldenFile.Read("lz4-linked.bin");

        Assert.Null(CompressedBatch.Decompress(Codecs.Lz4, [.. frame, 0], out string? flaw));

        Assert.Contains("follow the LZ4 frame", flaw);
    }

    [Theory]
    [InlineData(5), InlineData(6), InlineData(7)]
    public void A_codec_that_there_is_not_is_named(int codec)
    {
        Assert.Null(CompressedBatch.Decompress(codec, [1, 2, 3], out string? flaw));

        Assert.Contains($"its codec is {codec}", flaw);
    }

    [Fact]
    public void Fewer_bytes_than_the_records_need_are_refused()
    {
        int most = CompressedBatch.Text.Length / 7; // A record has seven bytes at least.

        Assert.NotNull(Read(most));
        Assert.Null(Read(most + 1));

        static byte[]? Read(int records) => CompressedBatch.Decompress(
            Codecs.Lz4, GoldenFile.Read("lz4-linked.bin"), out _, records: records);
    }

    [Fact]
    public void Snappy_literals_and_copies_of_all_kinds_are_read()
    {
        // By hand from the format: size 30; literal "abcdefgh"; copy 4 from 4 back (one byte of distance); copy 8 from
        // 12 back (two bytes); copy 5 from 1 back (four bytes, overlapping); literal of 5 with its length in a byte.
        byte[] block =
        [
            30, 7 << 2, .. "abcdefgh"u8, 0x01, 4, (7 << 2) | 2, 12, 0, (4 << 2) | 3, 1, 0, 0, 0, 60 << 2, 4,
                .. "12345"u8,
        ];

        byte[]? content = CompressedBatch.Decompress(Codecs.Snappy, block, out string? flaw);

        Assert.Null(flaw);
        Assert.Equal("abcdefghefghabcdefghhhhhh12345"u8, content.AsSpan());
    }

    [Fact]
    public void Damaged_snappy_is_refused_or_gives_as_much_as_it_declares()
    {
        byte[] block = [30, 7 << 2, .. "abcdefgh"u8, 0x01, 4, (7 << 2) | 2, 12, 0, (4 << 2) | 3, 1, 0, 0, 0, 60 << 2, 4,
            .. "12345"u8];
        byte[] framed = [0x82, .. "SNAPPY"u8, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, (byte)block.Length, .. block];
        foreach (byte[] whole in new[] { block, framed })
        {
            for (int length = 0; length < whole.Length; length++)
            {
                byte[]? cut = CompressedBatch.Decompress(Codecs.Snappy, whole.AsSpan(0, length), out _);
                Assert.Null(cut);
            }

            for (int bit = 0; bit < whole.Length * 8; bit++)
            {
                byte[] bad = [.. whole];
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                byte[]? content = CompressedBatch.Decompress(Codecs.Snappy, bad, out string? flaw);
                Assert.True(content is { Length: <= 44 * 22 } || flaw is not null);
            }
        }
    }

    [Theory]
    [InlineData(CompressionType.Lz4), InlineData(CompressionType.Zstd)]
    public void What_a_few_bytes_become_is_limited(CompressionType type)
    {
        byte[] zeros = new byte[1 << 20];
        byte[] target = new byte[zeros.Length];
        int length = type == CompressionType.Lz4
            ? Lz4Writer.Write(zeros, target)
            : new ZstdSharp.Compressor(3).Wrap(zeros, target);
        ReadOnlySpan<byte> bomb = target.AsSpan(0, length);

        Assert.NotNull(CompressedBatch.Decompress((int)type, bomb, out _, new ExpansionLimit(1 << 20, 16)));
        Assert.Null(CompressedBatch.Decompress(
            (int)type, bomb, out string? flaw, new ExpansionLimit((1 << 20) - 1, 16)));
        Assert.Contains("1,048,575 bytes", flaw);
    }

    [Fact]
    public void What_a_few_bytes_of_gzip_become_is_limited()
    {
        MemoryStream bomb = new();
        using (GZipStream stream = new(bomb, CompressionLevel.Optimal))
        {
            stream.Write(new byte[1 << 20]);
        }

        Assert.NotNull(CompressedBatch.Decompress(Codecs.Gzip, bomb.ToArray(), out _, new ExpansionLimit(1 << 20, 16)));
        Assert.Null(CompressedBatch.Decompress(Codecs.Gzip, bomb.ToArray(), out _, new ExpansionLimit((1 << 20) - 1,
            16)));
    }

    [Fact]
    public void Random_bytes_behind_every_header_cost_no_more_memory_than_the_limit()
    {
        Random random = Seed.Random(out int seed);
        ExpansionLimit limit = new(0, 16);
        for (int round = 0; round < Campaign.Choose(400, 4_000); round++)
        {
            (string file, int codec) = Frames[random.Next(Frames.Length)];
            byte[] frame = GoldenFile.Read(file);
            byte[] bytes = [.. frame[..random.Next(frame.Length)], .. new byte[random.Next(3_000)]];
            random.NextBytes(bytes.AsSpan(random.Next(Math.Min(bytes.Length, 40) + 1)));
            frame.AsSpan(0, Math.Min(random.Next(20), bytes.Length)).CopyTo(bytes);
            using BatchDecompressor decompressor = new(limit);
            byte[] batch = CompressedBatch.Of(codec, bytes);

            bool isRead = decompressor.TryDecompress(batch, 0, batch.Length, out string? flaw);

            Assert.Equal(isRead, flaw is null);
            Assert.True(
                decompressor.Buffer.Length <= 16 * batch.Length,
                $"{decompressor.Buffer.Length:N0} bytes for {bytes.Length:N0}, seed {seed}");
        }
    }
}
