using System.Diagnostics;

namespace Kappa.Logs.Tests;

public sealed class DirectoryOwnerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_owner_is_refused_with_process_and_address_of_the_first()
    {
        using DirectoryOwner owner = DirectoryOwner.Take(_directory.Path);
        owner.Publish("http://127.0.0.1:7070", "secret");

        KappaException error = Assert.Throws<KappaException>(() => DirectoryOwner.Take(_directory.Path));

        Assert.Equal(("KAP2002", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains($"is in use by process {Environment.ProcessId} (http://127.0.0.1:7070)", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Fact]
    public void The_live_owner_is_found_with_its_address_and_token()
    {
        using DirectoryOwner owner = DirectoryOwner.Take(_directory.Path);
        OwnerInfo? before = DirectoryOwner.Find(_directory.Path);

        owner.Publish("http://127.0.0.1:7070", "secret");

        Assert.Equal(new OwnerInfo(Environment.ProcessId, "", ""), before);
        Assert.Equal(
            new OwnerInfo(Environment.ProcessId, "http://127.0.0.1:7070", "secret"),
            DirectoryOwner.Find(_directory.Path));
    }

    [Fact]
    public void An_owner_file_without_a_lock_is_nobodys()
    {
        using (DirectoryOwner owner = DirectoryOwner.Take(_directory.Path))
        {
            owner.Publish("http://127.0.0.1:7070", "secret");
            File.Copy(Path.Combine(_directory.Path, "owner"), Path.Combine(_directory.Path, "kept"));
        }

        File.Move(Path.Combine(_directory.Path, "kept"), Path.Combine(_directory.Path, "owner"));

        Assert.Null(DirectoryOwner.Find(_directory.Path));
        using DirectoryOwner next = DirectoryOwner.Take(_directory.Path);
        Assert.Equal("", DirectoryOwner.Find(_directory.Path)!.Address);
    }

    [Fact]
    public void Nobody_owns_a_directory_that_was_given_back()
    {
        DirectoryOwner.Take(_directory.Path).Dispose();

        Assert.Null(DirectoryOwner.Find(_directory.Path));
        Assert.Null(DirectoryOwner.Find(Path.Combine(_directory.Path, "missing")));
    }

    [Fact]
    public void A_killed_owner_leaves_no_lock_behind()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "There is no flock, which takes the lock in another process.");
        string[] arguments = ["--close", Path.Combine(_directory.Path, "lock"), "sh", "-c", "echo ready; exec cat"];
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/flock", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", other.StandardOutput.ReadLine());
        KappaException error = Assert.Throws<KappaException>(() => DirectoryOwner.Take(_directory.Path));
        Assert.NotNull(DirectoryOwner.Find(_directory.Path));

        other.Kill(entireProcessTree: true);
        other.WaitForExit();

        Assert.Equal("KAP2002", error.Code);
        Assert.Null(DirectoryOwner.Find(_directory.Path));
        DirectoryOwner.Take(_directory.Path).Dispose();
    }

    [Fact]
    public void Only_the_user_may_read_the_token()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        using DirectoryOwner owner = DirectoryOwner.Take(_directory.Path);

        owner.Publish("http://127.0.0.1:7070", "secret");

        Assert.Equal(FileModes.Secret, File.GetUnixFileMode(Path.Combine(_directory.Path, "owner")));
    }
}
