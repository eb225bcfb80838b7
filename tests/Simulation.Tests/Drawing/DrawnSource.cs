namespace Kappa.Simulation.Tests;

/// <summary>A source topic.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Partitions">How many it has.</param>
/// <param name="IsTable">Whether the last record of a key counts; else every record.</param>
/// <param name="HasNumbers">Whether its values are numbers, not text.</param>
internal sealed record DrawnSource(string Topic, int Partitions, bool IsTable, bool HasNumbers)
{
    private static readonly string[] Names = ["apples", "Bees", "clicks", "deals", "Zones"];

    /// <summary>Draws one to three; often with the same number of partitions, so that they can be joined.</summary>
    public static DrawnSource[] DrawAll(Random random)
    {
        string[] names = [.. Names];
        random.Shuffle(names);
        int same = random.Next(1, 5);
        bool isSame = random.Next(4) > 0;
        return [.. names.Take(random.Next(1, 4)).Select((name, number) =>
        {
            bool isTable = number > 0 && random.Next(2) == 0;
            return new DrawnSource(
                name, isSame ? same : random.Next(1, 5), isTable, !isTable && random.Next(6) == 0);
        })];
    }
}
