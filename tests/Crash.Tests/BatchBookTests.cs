namespace Kappa.Crash.Tests;

/// <summary>The judge of batches finds what it is there to find.</summary>
public sealed class BatchBookTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_acknowledged_batch_that_is_doubled_is_found()
    {
        BatchBook book = Book(Acknowledged(0));

        Assert.ThrowsAny<Exception>(() => book.Judge(Copies(2, 2, 2)));
    }

    [Fact]
    public void A_record_of_an_acknowledged_batch_that_is_lost_is_found() =>
        Assert.ThrowsAny<Exception>(() => Book(Acknowledged(0)).Judge(Copies(1, 0, 1)));

    [Fact]
    public void A_batch_that_was_sent_again_may_be_there_twice_and_no_more()
    {
        Book(Unsure(0), Acknowledged(0)).Judge(Copies(1, 1, 1));
        Book(Unsure(0), Acknowledged(0)).Judge(Copies(2, 2, 2));

        Assert.ThrowsAny<Exception>(() => Book(Unsure(0), Acknowledged(0)).Judge(Copies(3, 3, 3)));
        Assert.ThrowsAny<Exception>(() => Book(Unsure(0), Acknowledged(0)).Judge(Copies(0, 0, 0)));
    }

    [Fact]
    public void Half_a_batch_is_found_where_batches_are_whole()
    {
        Assert.ThrowsAny<Exception>(() => Book(Unsure(0)).Judge(Copies(1, 1, 0)));

        var book = new BatchBook(batchesAreWhole: false);
        book.Add(Unsure(0));
        book.Judge(Copies(1, 1, 0));
    }

    [Fact]
    public void What_was_settled_neither_comes_nor_goes_later()
    {
        BatchBook absent = Book(Unsure(0));
        absent.Judge(Copies(0, 0, 0));
        Assert.ThrowsAny<Exception>(() => absent.Judge(Copies(1, 1, 1)));

        BatchBook present = Book(Unsure(0));
        present.Judge(Copies(1, 1, 1));
        Assert.ThrowsAny<Exception>(() => present.Judge(Copies(0, 0, 0)));
    }

    [Fact]
    public void A_record_that_nobody_has_sent_is_found() =>
        Assert.ThrowsAny<Exception>(() => Book(Acknowledged(0)).Judge(Copies(1, 1, 1, 1)));

    [Fact]
    public void As_of_an_instant_later_answers_are_unknown_and_later_attempts_did_not_happen()
    {
        BatchBook book = Book(Acknowledged(0, sent: 1, answered: 3), Acknowledged(3, sent: 4, answered: 5));

        book.AsOf(Time.AddSeconds(2)).Judge(Copies(0, 0, 0));
        book.AsOf(Time.AddSeconds(2)).Judge(Copies(1, 1, 1));
        Assert.ThrowsAny<Exception>(() => book.AsOf(Time.AddSeconds(3.5)).Judge(Copies(0, 0, 0)));
        Assert.ThrowsAny<Exception>(() => book.AsOf(Time.AddSeconds(3.5)).Judge(Copies(1, 1, 1, 1, 1, 1)));
    }

    [Fact]
    public void A_deletion_that_is_lost_shows_in_the_rows()
    {
        ReplayFlight[] flights =
            [new("2001/01/01 00:00", 5, 100, "ATL", "D01"), new("2001/01/01 00:01", 7, 100, "ATL", "D02")];
        var before = new Dictionary<string, string> { ["D01"] = "one", ["D02"] = "two" };

        SortedDictionary<string, ReplayServed> rows = new ReplayOracle(flights, before).Served(1);
        before.Remove("D02");

        Assert.Equal(["D01", "D02"], rows.Keys);
        Assert.NotEqual(new ReplayOracle(flights, before).Served(1), rows);
        Assert.Equal(new ReplayServed(1, 5, "one"), Assert.Single(new ReplayOracle(flights, before).Served(1)).Value);
    }

    private static BatchBook Book(params SentBatch[] batches)
    {
        var book = new BatchBook();
        Array.ForEach(batches, book.Add);
        return book;
    }

    private static SentBatch Acknowledged(int first, double sent = 1, double answered = 2) =>
        new(first, 3, Time.AddSeconds(sent), Time.AddSeconds(answered));

    private static SentBatch Unsure(int first) => new(first, 3, Time, null);

    private static Dictionary<int, int> Copies(params int[] copies) => copies.Index()
        .Where(record => record.Item > 0).ToDictionary(record => record.Index, record => record.Item);
}
