using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>The walk of two sorted streams together, against a dictionary of their rows.</summary>
public sealed class KeyMergeTests
{
    [Fact]
    public void Each_key_comes_once_in_order_and_says_who_has_it()
    {
        Random random = Seed.Random(out _);
        for (int round = 0; round < 300; round++)
        {
            string[] left = Keys(random);
            string[] right = Keys(random);
            var model = new SortedDictionary<string, (bool Left, bool Right)>(StringComparer.Ordinal);
            Array.ForEach(left, key => model[key] = (true, false));
            Array.ForEach(right, key => model[key] = (model.GetValueOrDefault(key).Left, true));

            Assert.Equal(model.Select(row => (row.Key, row.Value.Left, row.Value.Right)), Walk(left, right));
        }
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("a b", "", "a< b<")]
    [InlineData("", "a b", "a> b>")]
    [InlineData("a c", "b c d", "a< b> c<> d>")]
    [InlineData("a", "a aa", "a<> aa>")]
    public void One_that_ends_first_leaves_the_rest_to_the_other(string left, string right, string expected)
    {
        IEnumerable<string> walked = Walk(Split(left), Split(right))
            .Select(key => $"{key.Key}{(key.Left ? "<" : "")}{(key.Right ? ">" : "")}");

        Assert.Equal(expected, string.Join(' ', walked));
    }

    [Fact]
    public void Behind_the_end_it_stays_at_the_end_and_moves_no_cursor()
    {
        var left = new TextCursor(["a"]);
        var right = new TextCursor([]);
        var merge = new KeyMerge<TextCursor, TextCursor>(left, right);

        while (merge.MoveNext())
        {
        }

        Assert.False(merge.MoveNext());
        Assert.Equal((2, 1), (left.Moves, right.Moves));
    }

    [Fact]
    public void A_key_costs_no_memory()
    {
        string[] keys = [.. Enumerable.Range(0, 1_000).Select(number => $"{number:0000}")];
        var merge = new KeyMerge<TextCursor, TextCursor>(new TextCursor(keys), new TextCursor(keys[500..]));
        merge.MoveNext();
        long before = GC.GetAllocatedBytesForCurrentThread();

        while (merge.MoveNext())
        {
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string[] Keys(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(12)).Select(_ => new string((char)('a' + random.Next(3)), random.Next(4)))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static string[] Split(string keys) => keys.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static List<(string Key, bool Left, bool Right)> Walk(string[] left, string[] right)
    {
        var (one, other) = (new TextCursor(left), new TextCursor(right));
        var merge = new KeyMerge<TextCursor, TextCursor>(one, other);
        List<(string, bool, bool)> walked = [];
        while (merge.MoveNext())
        {
            string key = Encoding.UTF8.GetString(merge.HasLeft ? one.Key : other.Key);
            Assert.True(!merge.HasLeft || !merge.HasRight || one.Key.SequenceEqual(other.Key));
            walked.Add((key, merge.HasLeft, merge.HasRight));
        }

        return walked;
    }

    private sealed class TextCursor(string[] keys) : IKeyCursor
    {
        private readonly byte[][] _keys = [.. keys.Select(Encoding.UTF8.GetBytes)];
        private int _at = -1;

        public int Moves { get; private set; }

        public ReadOnlySpan<byte> Key => _keys[_at];

        public bool MoveNext()
        {
            Moves++;
            return ++_at < _keys.Length;
        }
    }
}
