namespace Kappa.Logs.Tests;

/// <summary>What producers of all logs refuse alike.</summary>
public sealed class ProducerGuardTests
{
    [Fact]
    public void What_is_refused_for_its_arguments_does_not_kill_the_producer()
    {
        var guard = new ProducerGuard(isTransactional: true);
        using var none = new RecordBuffer();

        Assert.Throws<ArgumentNullException>(() => guard.CheckAppend(null!));
        Assert.Throws<ArgumentException>(() => guard.CheckAppend(none));
        Assert.Equal("KAP2108", Assert.Throws<KappaException>(() => guard.CheckOffset("", 1)).Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => guard.CheckOffset("group", -1));

        guard.CheckOffset("group", 0);
        guard.ThrowIfDead();
    }

    [Fact]
    public void Offsets_without_a_transaction_are_refused()
    {
        var guard = new ProducerGuard(isTransactional: false);

        Assert.Throws<InvalidOperationException>(() => guard.CheckOffset("group", 0));
        guard.ThrowIfDead();
    }

    [Fact]
    public void After_an_error_each_call_answers_with_it_also_when_it_was_closed_since()
    {
        var guard = new ProducerGuard(isTransactional: true);
        using var records = new RecordBuffer();
        records.Add(1, true, "k"u8, true, "v"u8);
        Exception error = guard.Kill(new TimeoutException());

        guard.Close();

        Assert.Same(error, Assert.Throws<TimeoutException>(() => guard.CheckAppend(records)));
        Assert.Same(error, Assert.Throws<TimeoutException>(() => guard.CheckOffset("group", 0)));
    }

    [Fact]
    public void A_closed_producer_says_so()
    {
        var guard = new ProducerGuard(isTransactional: false);

        guard.Close();

        Assert.Throws<ObjectDisposedException>(guard.ThrowIfDead);
    }
}
