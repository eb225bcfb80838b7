namespace Kappa.Engine.Tests;

/// <summary>What a record allocates in each operator, once what is kept has reached its size.</summary>
/// <remarks>
/// Alone: while other tests bring new code, the runtime puts off compiling what is hot, and what it makes first puts
/// numbers into boxes.
/// </remarks>
[Collection(nameof(WindowAllocationTests))]
public sealed class OperatorAllocationTests(ITestOutputHelper output)
{
    private const int Records = 10_000; // Between two commits.
    private const int MostRounds = 400;

    public static IEnumerable<TheoryDataRow<string>> Names() =>
        AllocationCases.All.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_allocates_nothing_once_warm(string name)
    {
        var counted = new ResultCount();
        var builder = new StreamBuilder();
        AllocationCase operators = AllocationCases.All[name];
        operators.Build(builder, counted);
        var harness = new ProcessorHarness(builder.Build("measured"));
        long number = 0;
        long most = (long)(operators.MostBytes * Records);

        long allocated = long.MaxValue;
        for (int round = 0; round < 6 || (allocated > most && round < MostRounds); round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int record = 0; record < Records; record++)
            {
                operators.Pipe(harness, number++);
            }

            harness.Collect();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            output.WriteLine($"{allocated / (double)Records:F3} bytes a record, {counted.Results} results");
            harness.Commit();
        }

        Assert.True(counted.Results > 100);
        Assert.InRange(allocated, 0, most);
    }
}
