namespace Kappa.Logs.Tests;

/// <summary>The journal's file by itself: its room, and what a failed sync means for the next one.</summary>
public sealed class JournalFileTests : IDisposable
{
    private const int JournalBytes = 640_000;
    private const string First = "log/journal/00000000000000000001.journal";

    private readonly FaultyFileSystem _files = new();
    private readonly JournalEncoder _records = new();
    private readonly LogContext _context;

    public JournalFileTests()
    {
        _context = new LogContext(
            _files, "log", new EmbeddedLogOptions { JournalBytes = JournalBytes }, TimeProvider.System);
        _files.CreateDirectory(_context.JournalDirectory);
        Encode(new string('c', 100));
    }

    [Fact]
    public void After_a_sync_that_failed_no_later_one_succeeds_though_the_system_reports_the_error_once()
    {
        using Journal journal = new(_context, new JournalFiles(_context), _records);
        journal.Write(_records.Written);
        _files.FailSync(1, DiskFault.InputOutputError);
        KappaException error = Assert.Throws<KappaException>(journal.Sync);
        journal.Write(_records.Written);

        Assert.Same(error, Assert.Throws<KappaException>(journal.Sync));
    }

    [Fact]
    public void There_is_always_room_behind_the_records_for_the_next_file_on_a_full_disk()
    {
        using Journal journal = new(_context, new JournalFiles(_context), _records);
        for (int i = 0; i < 200; i++)
        {
            journal.Write(_records.Written);

            Assert.InRange(Files.Read(_files, First).Length - journal.Length, JournalBytes / 128, JournalBytes);
        }
    }

    [Fact]
    public void A_file_that_finds_no_room_is_written_to_the_room_that_the_one_before_it_gives_back()
    {
        using Journal journal = new(_context, new JournalFiles(_context), _records);
        journal.Write(_records.Written);
        long end = journal.Length;
        List<long> lengths = [];
        _files.BeforeChange = () => lengths.Add(_files.FileExists(First) ? Files.Read(_files, First).Length : 0);
        _files.FailWrite(1, DiskFault.NoSpace);

        journal.Roll(_records);

        _files.BeforeChange = null;
        Assert.Contains(end, lengths);
        Assert.NotEqual(First, Files.OnlyJournal(_files));
    }

    public void Dispose() => _records.Dispose();

    private void Encode(string text)
    {
        _records.Begin(JournalKind.Checkpoint, synced: 0);
        _records.Text(text);
        _records.End();
    }
}
