namespace Kappa.Logs.Tests;

/// <summary>What the operating system answers is reported, also where .NET drops it.</summary>
public sealed class DiskFileSystemTests
{
    private const string FullDevice = "/dev/full";

    [Fact]
    public void A_sync_that_the_system_refuses_is_an_error_with_file_and_errno()
    {
        Assert.SkipUnless(File.Exists(FullDevice), "There is no /dev/full, which refuses a sync.");
        using IFile file = DiskFileSystem.Instance.Open(FullDevice);

        KappaException error = Assert.Throws<KappaException>(file.Sync);

        Assert.Equal(("KAP2401", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        Assert.Contains("/dev/full failed with errno 22", error.Message);
    }

    [Fact]
    public void A_write_to_a_full_disk_is_an_error_with_file_and_errno()
    {
        Assert.SkipUnless(File.Exists(FullDevice), "There is no /dev/full, which is always full.");
        using IFile file = DiskFileSystem.Instance.Open(FullDevice);

        KappaException error = Assert.ThrowsAny<KappaException>(() => file.Write("x"u8, 0));

        Assert.Equal(("KAP2402", ExitCodes.DiskFailure), (error.Code, error.ExitCode));
        Assert.Contains("Writing /dev/full failed with ENOSPC (errno 28", error.Message);
    }

    [Fact]
    public void A_directory_can_be_synced_and_a_missing_one_is_an_error()
    {
        using TemporaryDirectory directory = new();

        DiskFileSystem.Instance.SyncDirectory(directory.Path);
        KappaException error = Assert.Throws<KappaException>(
            () => DiskFileSystem.Instance.SyncDirectory(Path.Combine(directory.Path, "missing")));

        Assert.Equal("KAP2401", error.Code);
    }

    [Fact]
    public void All_file_systems_do_the_same()
    {
        using TemporaryDirectory directory = new();

        List<string> onDisk = Use(DiskFileSystem.Instance, directory.Path);

        Assert.Equal(onDisk, Use(new MemoryFileSystem(), "root"));
        Assert.Equal(onDisk, Use(new FaultyFileSystem(), "root"));
    }

    /// <summary>What fails and loses on demand is <see cref="FaultyFileSystem"/>, of the tests.</summary>
    [Fact]
    public void Files_in_memory_do_what_files_do_and_inject_no_faults()
    {
        string[] more = [.. typeof(MemoryFileSystem).GetMethods()
            .Where(method => method.DeclaringType == typeof(MemoryFileSystem)).Select(method => method.Name)
            .Except(typeof(IFileSystem).GetMethods().Select(method => method.Name))];

        Assert.Empty(more);
    }

    private static List<string> Use(IFileSystem files, string root)
    {
        string sub = Path.Combine(root, "a", "b");
        files.CreateDirectory(sub);
        using (IFile file = files.Open(Path.Combine(sub, "one")))
        {
            file.Write("hello"u8, 3);
            file.SetLength(6);
            file.Sync();
        }

        files.Rename(Path.Combine(sub, "one"), Path.Combine(sub, "two"));
        files.SyncDirectory(sub);
        using IFile again = files.Open(Path.Combine(sub, "two"));
        byte[] bytes = new byte[10];
        int read = again.Read(bytes, 1);
        List<string> seen =
        [
            $"{again.Length} {read} {Convert.ToHexString(bytes)}",
            .. files.List(sub),
            .. files.List(Path.Combine(root, "a")),
            .. files.List(Path.Combine(root, "missing")), $"{files.FileExists(Path.Combine(sub, "one"))}",
            $"{files.DirectoryExists(sub)}",
        ];
        files.DeleteFile(Path.Combine(sub, "two"));
        files.DeleteFile(Path.Combine(sub, "two"));
        files.DeleteDirectory(Path.Combine(root, "a"));
        seen.Add($"{files.DirectoryExists(sub)}");
        return seen;
    }
}
