using Despatch.Exercise.Clients;

namespace Despatch.Exercise.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Nothing_recorded_is_zero_everywhere()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(0, histogram.Count);
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.99));
        Assert.Equal(TimeSpan.Zero, histogram.Highest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1_000)]
    [InlineData(49_999)]
    [InlineData(3_600_000_000)]
    public void One_duration_is_every_percentile_exactly(long microseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));

        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Percentile(0));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Percentile(0.5));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Percentile(1));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), histogram.Highest);
    }

    [Fact]
    public void A_percentile_is_never_too_low_and_at_most_one_part_in_32_too_high()
    {
        var random = new Random(7);
        var exact = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 18)).Order().ToArray();
        var histogram = new LatencyHistogram();
        foreach (var microseconds in exact)
        {
            histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        }

        Assert.Equal(exact.Length, histogram.Count);
        foreach (var share in (double[])[0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1])
        {
            var truth = exact[Math.Max(1, (int)Math.Ceiling(share * exact.Length)) - 1];
            var told = (long)histogram.Percentile(share).TotalMicroseconds;
            Assert.InRange(told, truth, truth + (truth / 32) + 1);
        }
    }

    [Fact]
    public void A_negative_duration_counts_as_zero_and_the_longest_conceivable_one_fits()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromSeconds(-1));
        histogram.Record(TimeSpan.MaxValue);

        Assert.Equal(2, histogram.Count);
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        Assert.Equal(TimeSpan.MaxValue.Ticks / 10, histogram.Percentile(1).Ticks / 10);
    }

    [Fact]
    public void Many_threads_at_once_lose_no_count()
    {
        var histogram = new LatencyHistogram();
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                histogram.Record(TimeSpan.FromMicroseconds((i % 100) + thread));
            }
        });

        Assert.Equal(80_000, histogram.Count);
        Assert.Equal(TimeSpan.FromMicroseconds(106), histogram.Highest);
    }
}
