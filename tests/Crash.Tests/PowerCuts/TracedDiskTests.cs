using System.Text;

namespace Kappa.Crash.Tests;

/// <summary>The disk that is cut keeps what was synced, and of the rest only what the cut leaves.</summary>
public sealed class TracedDiskTests : IDisposable
{
    private const string Folder = "/data";

    private readonly string _root = Directory.CreateTempSubdirectory("kappa-traced-").FullName;
    private readonly List<string> _lines = [];

    [Fact]
    public void What_was_synced_survives_and_what_was_not_is_lost()
    {
        Create("/data/a", 3);
        Call($"pwrite64(3<{Hex("/data/a")}>, \"{Hex("one")}\", 3, 0) = 3");
        Call($"fdatasync(3<{Hex("/data/a")}>) = 0");
        SyncFolder();
        Call($"write(3<{Hex("/data/a")}>, \"{Hex("two")}\", 3) = 3");

        Assert.Equal([("a", "one")], Cut(CutMode.Nothing));
        Assert.Equal([("a", "two")], Cut(CutMode.All));
    }

    [Fact]
    public void A_file_whose_name_was_not_synced_is_not_there_and_a_rename_is_there_or_not()
    {
        Create("/data/a", 3);
        Call($"write(3<{Hex("/data/a")}>, \"{Hex("one")}\", 3) = 3");
        Call($"fsync(3<{Hex("/data/a")}>) = 0");
        Assert.Empty(Cut(CutMode.Nothing));
        SyncFolder();
        Call($"rename(\"{Hex("/data/a")}\", \"{Hex("/data/b")}\") = 0");
        Call($"rename(\"{Hex("/data/b")}\", \"{Hex("/data/c")}\") = -1 EIO (Input/output error)");

        Assert.Equal([("a", "one")], Cut(CutMode.Nothing));
        Assert.Equal([("b", "one")], Cut(CutMode.All));
    }

    [Fact]
    public void A_write_that_ends_while_a_sync_runs_is_not_covered_by_it()
    {
        Create("/data/a", 3);
        SyncFolder();
        Call($"fdatasync(3<{Hex("/data/a")}> <unfinished ...>");
        Call($"write(3<{Hex("/data/a")}>, \"{Hex("one")}\", 3) = 3", thread: 2);
        Call("<... fdatasync resumed>) = 0");

        Assert.Equal([("a", "")], Cut(CutMode.Nothing));
        Assert.Equal([("a", "one")], Cut(CutMode.All));
    }

    [Fact]
    public void Pages_of_a_write_are_torn()
    {
        Create("/data/a", 3);
        SyncFolder();
        Call($"writev(3<{Hex("/data/a")}>, [{{iov_base=\"{Hex(new string('x', 9_000))}\", iov_len=9000}}], 1) = 9000");

        Assert.Contains(
            Enumerable.Range(0, 200).Select(seed => Cut(CutMode.Some, seed)),
            files => files.Count == 1 && files[0].Content is { Length: 9_000 } text && text.Contains('\0'));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Hex(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"\\x{value:x2}"));

    private void Create(string path, int file) =>
        Call($"openat(AT_FDCWD<{Hex("/")}>, \"{Hex(path)}\", O_RDWR|O_CREAT, 0644) = {file}<{Hex(path)}>");

    private void SyncFolder()
    {
        Call($"openat(AT_FDCWD<{Hex("/")}>, \"{Hex(Folder)}\", O_RDONLY|O_DIRECTORY) = 9<{Hex(Folder)}>");
        Call($"fsync(9<{Hex(Folder)}>) = 0");
        Call($"close(9<{Hex(Folder)}>) = 0");
    }

    private void Call(string text, int thread = 1) => _lines.Add($"{thread} 1795988430.{_lines.Count:000000} {text}");

    private List<(string Name, string Content)> Cut(CutMode mode, int seed = 1)
    {
        string trace = Path.Combine(_root, "trace");
        File.WriteAllLines(trace, _lines);
        var disk = new TracedDisk(Folder, Directory.CreateDirectory(Path.Combine(_root, "before")).FullName);
        foreach (TracedMoment moment in TracedDisk.Below(Folder, TraceReader.Read(trace)))
        {
            disk.Follow(moment);
        }

        string image = Path.Combine(_root, "image");
        disk.Cut(image, mode, new Random(seed));
        List<(string, string)> files =
            [.. Directory.GetFiles(image).Order().Select(file => (Path.GetFileName(file), File.ReadAllText(file)))];
        Directory.Delete(image, recursive: true);
        return files;
    }
}
