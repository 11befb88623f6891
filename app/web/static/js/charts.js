// Draws what a page carries in data-chart. The table under each chart says the same without any script.
(() => {
  const ink = "#42524e";
  const font = {
    family: "PingFang SC, HarmonyOS Sans SC, MiSans, Source Han Sans SC, Noto Sans CJK SC, Microsoft YaHei, system-ui, sans-serif",
    size: 12,
    color: ink,
  };
  const axis = { zeroline: false, showline: false, ticks: "", automargin: true, fixedrange: true };
  const data = {
    bar: [{ marker: { line: { width: 0 }, cornerradius: 2 } }],
    scatter: [{ line: { width: 2.5 }, marker: { size: 7, opacity: 1 } }],
  };
  const template = {
    data,
    layout: {
      font,
      colorway: ["#0b6e69", "#d08a1d", "#3f5aa6", "#a8471b", "#7c8f3a", "#74837d"],
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 40, r: 60, t: 12, b: 28, pad: 4 },
      hovermode: "x unified",
      hoverlabel: { bgcolor: "#ffffff", bordercolor: "#c2ccc7", align: "left", font: { size: 12, color: "#12211f" } },
      showlegend: false,
      xaxis: { ...axis, showgrid: false },
      yaxis: { ...axis, gridcolor: "#e3e8e4", nticks: 5 },
      annotationdefaults: { showarrow: false, align: "left", font: { size: 12, color: ink } },
      bargap: 0.35,
      bargroupgap: 0.06,
      separators: ".,",
    },
  };

  const places = document.querySelectorAll("[data-chart]");
  const tables = document.querySelectorAll(".rates");
  const PAPER = 660; // what fits on A4, which is as narrow as a telephone, but holds a table
  const fit = (onPaper, size) => {
    tables.forEach((table) => table.classList.toggle("stackt", !onPaper));
    places.forEach((place) => Plotly.relayout(place, size));
  };
  addEventListener("beforeprint", () => fit(true, { autosize: false, width: PAPER }));
  addEventListener("afterprint", () => fit(false, { autosize: true, width: null }));

  for (const place of places) {
    place.classList.add("is-drawn");
    const chart = JSON.parse(place.dataset.chart);
    Plotly.newPlot(place, chart.data, { ...chart.layout, template }, { displayModeBar: false, responsive: true });
    place.on("plotly_click", (event) => {
      const url = event.points.find((point) => point.customdata)?.customdata;
      if (url) location.href = url;
    });
  }
})();
