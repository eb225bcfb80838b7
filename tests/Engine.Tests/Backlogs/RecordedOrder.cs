using System.IO.Compression;
using Kappa.Logs;

namespace Kappa.Engine.Tests;

/// <summary>
/// A log whose cuts were made under an ordering rule, from a file, with what its versions had come to. A new rule gets
/// one more file, recorded by a build that has it: Golden/README.md says how.
/// </summary>
internal sealed class RecordedOrder : IDisposable
{
    private const string Directory = "log";

    private readonly Dictionary<string, string[]> _lines = [];

    private RecordedOrder(ZipArchive archive)
    {
        var files = new MemoryFileSystem();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.StartsWith(Directory + "/", StringComparison.Ordinal))
            {
                using var reader = new StreamReader(entry.Open());
                _lines.Add(entry.FullName, reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
            else if (!entry.FullName.EndsWith('/'))
            {
                Unpack(entry, files);
            }
        }

        Log = EmbeddedLog.Open(files, Directory);
    }

    /// <summary>Put before the outputs of version 2.</summary>
    public const string Prefix = "second.";

    /// <summary>How version 1 was run, and is run on.</summary>
    public static EngineSettings Live { get; } = new()
    {
        Limits = new() { SliceRecords = 20, RunRecords = 60, SealedCuts = 8 },
    };

    /// <summary>How version 2 followed.</summary>
    public static EngineSettings Second { get; } = new()
    {
        Instance = 2,
        Role = new CopyRole(Prefix),
        Limits = new() { RunRecords = 50 },
    };

    public EmbeddedLog Log { get; }

    public static RecordedOrder Open(string name) => Open(File.OpenRead(
        Path.Combine(AppContext.BaseDirectory, "Backlogs", "Golden", name)));

    public static RecordedOrder Open(Stream file)
    {
        using var archive = new ZipArchive(file);
        return new RecordedOrder(archive);
    }

    /// <summary>
    /// Records a backlog, live traffic, a version 2 with one more source, and live traffic again; blocks of cuts are
    /// sealed.
    /// </summary>
    public static void Record(Stream file)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var files = new MemoryFileSystem();
        using (EmbeddedLog log = EmbeddedLog.Open(
            files, Directory, new EmbeddedLogOptions { JournalBytes = 1 << 20 }))
        {
            var random = new Random(1);
            var feeder = new Feeder(log, RecordedTopologies.Topics, RecordedTopologies.Partitions, random);
            var added = new Feeder(log, [RecordedTopologies.AddedTopic], RecordedTopologies.Partitions, random);
            feeder.CreateTopics();
            added.CreateTopics();
            feeder.Append(250);
            added.Append(80);
            RunLive(log, 20, () => feeder.Append(random.Next(1, 8)));
            SourceRegistration.Add(
                log, "recorded", SourceRegistration.Missing(log, RecordedTopologies.Build(2)), Live);
            Pack(archive, LinesOf(1), RunLive(log, 20, () =>
            {
                feeder.Append(random.Next(1, 6));
                added.Append(random.Next(1, 4));
            }));
            using StreamEngine second = StreamEngine.Open(RecordedTopologies.Build(2), log, Second);
            second.RunToEnd();
            Pack(archive, LinesOf(2), BacklogLines.Of(second, log, Prefix));
        }

        Pack(archive, files, Directory);
    }

    /// <summary>Runs version 1 over what is there, and over some traffic.</summary>
    /// <returns>What it has come to.</returns>
    public static string[] RunLive(ILog log, int rounds, Action feed)
    {
        using StreamEngine live = StreamEngine.Open(RecordedTopologies.Build(1), log, Live);
        live.RunToEnd();
        for (int round = 0; round < rounds; round++)
        {
            feed();
            live.RunToEnd();
        }

        return BacklogLines.Of(live, log);
    }

    /// <summary>What a version had come to when the file was recorded.</summary>
    public string[] Lines(int version) => _lines[LinesOf(version)];

    public void Dispose() => Log.Dispose();

    private static string LinesOf(int version) => $"version-{version}.txt";

    private static void Unpack(ZipArchiveEntry entry, MemoryFileSystem files)
    {
        for (int slash = entry.FullName.IndexOf('/'); slash >= 0; slash = entry.FullName.IndexOf('/', slash + 1))
        {
            files.CreateDirectory(entry.FullName[..slash]);
        }

        var bytes = new byte[entry.Length];
        using Stream content = entry.Open();
        content.ReadExactly(bytes);
        using IFile file = files.Open(entry.FullName);
        file.Write(bytes, 0);
        file.Sync();
    }

    private static void Pack(ZipArchive archive, string name, string[] lines)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name, CompressionLevel.SmallestSize).Open());
        writer.Write(string.Join('\n', lines));
    }

    private static void Pack(ZipArchive archive, MemoryFileSystem files, string directory)
    {
        foreach (string name in files.List(directory))
        {
            string path = $"{directory}/{name}";
            if (files.DirectoryExists(path))
            {
                Pack(archive, files, path);
                continue;
            }

            using IFile file = files.Open(path);
            var bytes = new byte[file.Length];
            file.Read(bytes, 0);
            using Stream entry = archive.CreateEntry(path, CompressionLevel.SmallestSize).Open();
            entry.Write(bytes);
        }
    }
}
