import "./progress/progress.css";
